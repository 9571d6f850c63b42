package im.linnet.internal.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A component pings its own domain, and the server routes the ping back (XEP-0114). */
class ComponentLivenessTest {

  private static final String HOST = "bots.capulet.lit";
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EmbeddedSession it = EmbeddedSession.boundTo(HOST, KeepAlive.ping(SILENCE, LIMIT));

  private Iq ping() {
    it.pass(SILENCE);
    Iq ping = Iq.of(it.sent());
    assertThat(ping.type()).isEqualTo(Iq.Type.GET);
    assertThat(ping.from()).hasToString(HOST);
    assertThat(ping.to()).hasToString(HOST);
    assertThat(ping.payload()).isEqualTo(Element.of("ping", "urn:xmpp:ping"));
    return ping;
  }

  @Test
  void lives_when_the_ping_comes_back_and_does_not_answer_itself() {
    for (int i = 0; i < 3; i++) {
      it.receive(ping().element());
      assertThat(it.channel.outboundMessages()).isEmpty();
    }
    it.pass(LIMIT);
    assertThat(it.session.ended()).isNotDone();
  }

  /** Some server may not route what a component sends to itself. */
  @Test
  void lives_when_the_ping_leads_to_an_error() {
    Iq ping = ping();
    it.receive(ping.error(StanzaError.of(Condition.BAD_REQUEST)).element());
    it.pass(LIMIT);
    assertThat(it.session.ended()).isNotDone();
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void is_dead_when_nothing_comes_back() {
    ping();
    it.pass(LIMIT);
    assertThat(((TransportException) it.session.ended().join()).reason())
        .isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void is_not_fooled_by_the_ping_of_somebody_else() {
    Iq ping = ping();
    it.receive(ping.withId("ka-1").element());
    assertThat(it.sent().attribute("type")).isEqualTo("error");
    it.receive(
        Element.builder("message", Stanza.NAMESPACE)
            .attribute("id", requireNonNull(ping.id()))
            .attribute("to", HOST)
            .build());
    it.pass(LIMIT.multipliedBy(Liveness.MOST));
    assertThat(it.session.ended()).isCompleted();
  }

  /** It counts as a request again once it has come back. */
  @Test
  void takes_a_ping_back_once() {
    Iq ping = ping();
    it.receive(ping.element());
    it.receive(ping.element());
    assertThat(it.sent().attribute("type")).isEqualTo("error");
  }
}
