package im.linnet.noerror;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What becomes of the mark on its way through every kind of server. The recipient stands for a
 * contact at a gateway.
 */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record NoErrorIT(Live live) {

  @Test
  void servers_pass_the_mark_on_and_only_where_it_was_wanted() throws Exception {
    XmppClient romeo =
        live.client(live.server().romeo())
            .with(client -> new NoErrorMessages(client, anywhere -> true))
            .build();
    XmppClient juliet = live.client(live.server().juliet()).build();
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    juliet.onMessage(heard::add);
    Live.online(romeo);
    Jid atJuliet = Live.online(juliet);

    NoErrorMessages messages = romeo.get(NoErrorMessages.class);
    messages.sendLosingAllErrors(Message.chat(atJuliet, "One")).get(20, TimeUnit.SECONDS);
    romeo.send(Message.chat(atJuliet, "Two")).get(20, TimeUnit.SECONDS);

    Message one = next(heard);
    assertThat(one.body()).isEqualTo("One");
    assertThat(NoError.isIn(one)).isTrue();
    Message two = next(heard);
    assertThat(two.body()).isEqualTo("Two");
    assertThat(NoError.isIn(two)).isFalse();
    romeo.shutdown().get(20, TimeUnit.SECONDS);
    juliet.shutdown().get(20, TimeUnit.SECONDS);
  }

  private static Message next(BlockingQueue<Message> messages) throws InterruptedException {
    Message message = messages.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("a message within 20 s").isNotNull();
    return message;
  }
}
