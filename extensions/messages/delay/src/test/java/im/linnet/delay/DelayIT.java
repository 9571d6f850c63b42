package im.linnet.delay;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Messages that wait for their recipient, on every kind of server. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record DelayIT(Live live) {

  @Test
  void an_offline_message_has_its_original_time() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).build();
    romeo.connect().get(20, TimeUnit.SECONDS);
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    romeo
        .send(Message.chat(Jid.of(live.server().juliet().jid()), "It is the east"))
        .get(30, TimeUnit.SECONDS);
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    Instant after = Instant.now();

    // With Bind 2, ejabberd 24 leaves offline messages to its archive (XEP-0386).
    XmppClient juliet = live.client(live.server().juliet()).withoutBind2().build();
    CompletableFuture<Message> received = new CompletableFuture<>();
    juliet.onMessage(received::complete);
    Jid own = Live.online(juliet);
    Message message = received.get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);

    assertThat(message.body()).isEqualTo("It is the east");
    assertThat(Delay.of(message, own))
        .isNotNull()
        .satisfies(delay -> assertThat(delay.stamp()).isBetween(before, after));
  }

  @Test
  void a_message_to_somebody_online_has_none() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).build();
    XmppClient juliet = live.client(live.server().juliet()).build();
    CompletableFuture<Message> received = new CompletableFuture<>();
    juliet.onMessage(received::complete);
    Jid own = Live.online(juliet);
    romeo.connect().get(20, TimeUnit.SECONDS);

    Delay forged = new Delay(Instant.EPOCH, Jid.of(live.server().romeo().jid()));
    romeo
        .send(Message.chat(own, "and Juliet is the sun").toBuilder().payload(forged).build())
        .get(30, TimeUnit.SECONDS);

    Message message = received.get(10, TimeUnit.SECONDS);
    assertThat(Delay.claims(message)).containsExactly(forged);
    assertThat(Delay.of(message, own)).isNull();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }
}
