package im.linnet.repeats;

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

/** What is sent again, on every kind of server. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record RepeatedMessagesIT(Live live) {

  @Test
  void is_delivered_once() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).build();
    XmppClient juliet = live.client(live.server().juliet()).with(RepeatedMessages::new).build();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    juliet.onMessage(message -> heard.add(String.valueOf(message.body())));
    Jid atJuliet = Live.online(juliet);
    romeo.connect().get(20, TimeUnit.SECONDS);

    Message once = Message.chat(atJuliet, "once").toBuilder().id("1").build();
    romeo.send(once);
    romeo.send(once);
    romeo.send(Message.chat(atJuliet, "next").toBuilder().id("2").build());

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("once");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("next");
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }
}
