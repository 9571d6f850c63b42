package im.linnet.chatstates;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Chat states between two clients, on every kind of server. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record ChatStatesIT(Live live) {

  @Test
  void two_clients_agree_on_chat_states_where_the_service_passes_them() throws Exception {
    XmppClient romeo =
        live.client(live.server().romeo())
            .with(client -> new ChatStates(client, Sending.OFFERED))
            .build();
    XmppClient juliet = live.client(live.server().juliet()).with(ChatStates::new).build();
    BlockingQueue<Message> toRomeo = new LinkedBlockingQueue<>();
    BlockingQueue<Message> toJuliet = new LinkedBlockingQueue<>();
    romeo.onMessage(toRomeo::add);
    juliet.onMessage(toJuliet::add);
    Jid atRomeo = Live.online(romeo);
    Jid atJuliet = Live.online(juliet);
    ChatStates romeos = romeo.get(ChatStates.class);
    ChatStates juliets = juliet.get(ChatStates.class);
    boolean passed = live.kind() != ServerKind.MESSENGER_2012;

    // Nobody has shown that they want to know.
    assertThat(romeos.send(atJuliet, ChatState.COMPOSING).get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(juliets.send(atRomeo, ChatState.COMPOSING).get(30, TimeUnit.SECONDS)).isFalse();

    // The first message offers, and is heard, or not.
    romeo.send(Message.chat(atJuliet, "Lady!")).get(30, TimeUnit.SECONDS);
    Message lady = next(toJuliet);
    assertThat(lady.body()).isEqualTo("Lady!");
    assertThat(ChatState.of(lady)).isEqualTo(passed ? ChatState.ACTIVE : null);
    assertThat(juliets.state(atRomeo)).isEqualTo(passed ? ChatState.ACTIVE : null);

    // What comes back accepts, or not.
    juliets.send(atRomeo, ChatState.COMPOSING).get(30, TimeUnit.SECONDS);
    juliet.send(Message.chat(atRomeo, "Ay me!")).get(30, TimeUnit.SECONDS);
    if (passed) {
      assertThat(ChatState.of(next(toRomeo))).isEqualTo(ChatState.COMPOSING);
    }
    Message ayMe = next(toRomeo);
    assertThat(ayMe.body()).isEqualTo("Ay me!");
    assertThat(ChatState.of(ayMe)).isEqualTo(passed ? ChatState.ACTIVE : null);
    assertThat(romeos.send(atJuliet, ChatState.PAUSED).get(30, TimeUnit.SECONDS)).isEqualTo(passed);
    if (passed) {
      assertThat(ChatState.of(next(toJuliet))).isEqualTo(ChatState.PAUSED);
    }
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  private static Message next(BlockingQueue<Message> messages) throws InterruptedException {
    Message message = messages.poll(10, TimeUnit.SECONDS);
    assertThat(message).as("a message within 10 s").isNotNull();
    return message;
  }
}
