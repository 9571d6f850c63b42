package im.linnet.noerror;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryModernServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.gateway.FailureNotice;
import im.linnet.testkit.gateway.GatewayContact;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.LegacyState;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Messages to a contact of a gateway who is offline, with and without errors, on real servers. */
@ParameterizedClass
@ArgumentsSource(EveryModernServer.class)
@Timeout(180)
record GatewayErrorsIT(Live live) {

  private static final String OFFLINE = "cleo@hotmail.com";
  private static final String FRIEND = "friend@hotmail.com";

  @Test
  @DisplayName("e.60: a failure is reported, unless errors are switched off")
  void who_switches_errors_off_hears_of_no_failure() throws Exception {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    try (GatewayService gateway =
            live.gateway()
                .contact(LegacyContact.of(OFFLINE, "Cleo").withState(LegacyState.OFFLINE, ""))
                .contact(LegacyContact.of(FRIEND, "Friend"))
                .settings(settings -> settings.withFailureNotice(FailureNotice.TEXT))
                .start();
        XmppClient juliet =
            live.client(live.server().juliet())
                .with(it -> new NoErrorMessages(it, to -> to.domain().startsWith("component")))
                .build()) {
      juliet.onMessage(heard::add);
      Live.online(juliet);
      GatewayUser user = Live.signOn(juliet, gateway);
      Jid cleo = Jid.of(gateway.contact(OFFLINE).jid());
      GatewayContact friend = gateway.contact(FRIEND);

      Message news = Message.chat(cleo, "The shop is open");
      juliet.get(NoErrorMessages.class).sendLosingAllErrors(news).get(30, TimeUnit.SECONDS);
      awaitLost(user, "The shop is open", true);
      friend.write(user.jid(), "She sleeps");
      assertThat(next(heard).body()).as("the next that came").isEqualTo("She sleeps");

      juliet.send(Message.chat(cleo, "Are you there?")).get(30, TimeUnit.SECONDS);
      awaitLost(user, "Are you there?", false);
      Message notice = next(heard);
      assertThat(notice.from()).isEqualTo(cleo.withResource("msn"));
      assertThat(notice.body()).contains("did not reach the contact");

      // PyMSNt's errors have the bare address, for which servers drop them (RFC 6121, 8.5.2).
      gateway.settings(settings -> settings.withFailureNotice(FailureNotice.ERROR));
      juliet.send(Message.chat(cleo, "Not yet?")).get(30, TimeUnit.SECONDS);
      awaitLost(user, "Not yet?", false);
      friend.write(user.jid(), "She still sleeps");
      assertThat(next(heard).body()).isEqualTo("She still sleeps");
    }
  }

  private static void awaitLost(GatewayUser user, String text, boolean noerror) {
    GatewayEvent.Message lost =
        user.await(GatewayEvent.Message.class, message -> message.text().equals(text));
    assertThat(lost.delivered()).isFalse();
    assertThat(lost.noerror()).isEqualTo(noerror);
  }

  private static Message next(BlockingQueue<Message> heard) throws InterruptedException {
    return Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS), "no message within 30 s");
  }
}
