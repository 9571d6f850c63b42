package im.linnet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Making an account by an invitation (XEP-0445). */
@Timeout(120)
class InvitedRegistrationTest {

  private static final String PLAIN =
      "<query xmlns='jabber:iq:register'><username/><password/></query>";
  private static final String BY_INVITATION =
      "<features xmlns='http://etherx.jabber.org/streams'><register"
          + " xmlns='urn:xmpp:invite'/><register xmlns='urn:xmpp:ibr-token:0'/></features>";

  private static Element iq(String type, String id, String content) {
    return Parsed.element(
        "<iq type='%s' id='%s' from='example.com'>%s</iq>".formatted(type, id, content));
  }

  private static Element error(String id, String condition) {
    return iq(
        "error",
        id,
        "<error type='cancel'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
            .formatted(condition));
  }

  private static ScriptedNegotiation invited() {
    return ScriptedNegotiation.of(new Features(Parsed.element(BY_INVITATION)))
        .account("juliet@example.com");
  }

  @Test
  void presents_an_invitation_first() throws Exception {
    ScriptedNegotiation stream = invited();
    stream
        .reply(iq("result", "register-0", ""))
        .reply(iq("result", "register-1", PLAIN))
        .reply(iq("result", "register-2", ""));
    AccountRegistration step = AccountRegistration.withPassword("R0m30").invitedBy("gQhz");

    step.negotiate(stream).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(step.isDone()).isTrue();
    assertThat(step.toString()).doesNotContain("gQhz");
    assertThat(stream.sent()).hasSize(3);
    assertThat(stream.sent().get(0))
        .isEqualTo(
            Parsed.element(
                "<iq type='set' to='example.com' id='register-0'>"
                    + "<preauth xmlns='urn:xmpp:pars:0' token='gQhz'/></iq>"));
  }

  @Test
  void fails_if_the_server_does_not_accept_the_invitation() {
    ScriptedNegotiation stream = invited();
    stream.reply(error("register-0", "item-not-found"));
    AccountRegistration step = AccountRegistration.withPassword("R0m30").invitedBy("gQhz");

    StanzaException failure = Failures.of(step.negotiate(stream), StanzaException.class);

    assertThat(failure.getMessage()).doesNotContain("gQhz");
    assertThat(stream.sent()).hasSize(1);
    assertThat(step.isDone()).isFalse();
  }

  @Test
  void keeps_an_invitation_from_servers_that_do_not_take_any() {
    AccountRegistration step = AccountRegistration.withPassword("R0m30").invitedBy("gQhz");
    ScriptedNegotiation stream =
        ScriptedNegotiation.of(Features.none()).account("juliet@example.com");
    Failures.of(step.negotiate(stream), RefusedException.class);
    assertThat(stream.sent()).isEmpty();
  }

  /** The server has registered the account and used the invitation, but its answer was lost. */
  @Test
  void takes_a_used_invitation_for_its_own_after_a_lost_answer() throws Exception {
    AccountRegistration step = AccountRegistration.withPassword("R0m30").invitedBy("gQhz");
    ScriptedNegotiation first = invited();
    first
        .reply(iq("result", "register-0", ""))
        .reply(iq("result", "register-1", PLAIN))
        .breaks(new TransportException(TransportException.Reason.RESET, "lost"));
    Failures.of(step.negotiate(first), TransportException.class);

    ScriptedNegotiation second = invited();
    second
        .reply(error("register-0", "forbidden"))
        .reply(iq("result", "register-1", PLAIN))
        .reply(error("register-2", "conflict"));
    assertThat(step.negotiate(second).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(Next.SAME_FEATURES);
    assertThat(step.isDone()).isTrue();
  }
}
