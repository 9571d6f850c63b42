package im.linnet.messageevents;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Typing notices between two clients, through real servers. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record MessageEventsIT(Live live) {

  @Test
  void two_clients_see_each_other_type() throws Exception {
    Assumptions.assumeFalse(live.kind().isMessenger(), "Messenger has no message events");
    XmppClient romeo =
        live.client(live.server().romeo())
            .with(client -> new MessageEvents(client, Asking.OFFERED))
            .build();
    XmppClient juliet = live.client(live.server().juliet()).with(MessageEvents::new).build();
    BlockingQueue<String> toRomeo = new LinkedBlockingQueue<>();
    BlockingQueue<String> toJuliet = new LinkedBlockingQueue<>();
    MessageEvents romeos = watched(romeo, toRomeo);
    MessageEvents juliets = watched(juliet, toJuliet);
    Jid atRomeo = Live.online(romeo);
    Jid atJuliet = Live.online(juliet);

    // Nobody has asked yet.
    assertThat(romeos.send(atJuliet, true).get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(juliets.send(atRomeo, true).get(30, TimeUnit.SECONDS)).isFalse();

    // Romeo's message asks, so Juliet may answer, and asks in return.
    romeo.send(Message.chat(atJuliet, "Lady!")).get(30, TimeUnit.SECONDS);
    assertThat(next(toJuliet)).isEqualTo("Lady!");
    assertThat(juliets.send(atRomeo, true).get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(next(toRomeo)).isEqualTo(atJuliet + " true");
    assertThat(juliets.send(atRomeo, false).get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(next(toRomeo)).isEqualTo(atJuliet + " false");
    assertThat(juliets.send(atRomeo, true).get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(next(toRomeo)).isEqualTo(atJuliet + " true");
    juliet.send(Message.chat(atRomeo, "Ay me!")).get(30, TimeUnit.SECONDS);
    assertThat(next(toRomeo)).isEqualTo(atJuliet + " false");
    assertThat(next(toRomeo)).isEqualTo("Ay me!");
    assertThat(romeos.send(atJuliet.bare(), true).get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(next(toJuliet)).isEqualTo(atRomeo + " true");

    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  private static MessageEvents watched(XmppClient client, BlockingQueue<String> heard) {
    MessageEvents events = client.get(MessageEvents.class);
    events.onTyping((contact, typing) -> heard.add(contact + " " + typing));
    client.onMessage(
        message -> {
          if (message.body() != null) {
            heard.add(String.valueOf(message.body()));
          }
        });
    return events;
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    String next = heard.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return String.valueOf(next);
  }
}
