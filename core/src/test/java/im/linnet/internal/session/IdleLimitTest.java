package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.DOMAIN;
import static im.linnet.internal.session.EmbeddedSession.answer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.internal.netty.Whitespace;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The idle time that a server announces (XEP-0478), and what is sent to keep within it. */
@Timeout(120)
class IdleLimitTest {

  private static final Duration TICK = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Element REQUEST = Element.of("r", "urn:xmpp:sm:3");

  private static KeepAlive ping(long seconds) {
    return KeepAlive.ping(Duration.ofSeconds(seconds), PATIENCE);
  }

  private static void assertSilent(EmbeddedSession it) {
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  /** Whatever is less: the own silence, or half of the server's time. */
  @ParameterizedTest
  @CsvSource({
    "600, 60, 30000",
    "600, 1, 500",
    "60, 120, 60000",
    "60, 121, 60000",
    "60, 119, 59500",
    "60, 9223372036854775807, 60000"
  })
  void is_kept_by_a_ping(long own, long idle, long expected) {
    EmbeddedSession it = EmbeddedSession.idle(ping(own), false, idle);
    for (int i = 0; i < 3; i++) {
      it.pass(Duration.ofMillis(expected).minus(TICK));
      assertSilent(it);
      it.pass(TICK);
      Iq sent = Iq.of(it.sent());
      assertThat(sent.payload()).isEqualTo(Element.of("ping", "urn:xmpp:ping"));
      it.receive(answer("result", requireNonNull(sent.id()), DOMAIN).build());
    }
  }

  @Test
  void is_kept_by_a_request_to_acknowledge_on_a_managed_stream() {
    EmbeddedSession it = EmbeddedSession.idle(ping(600), true, 60);
    it.pass(Duration.ofSeconds(30).minus(TICK));
    assertSilent(it);
    it.pass(TICK);
    assertThat(it.sent()).isEqualTo(REQUEST);
  }

  @Test
  void is_kept_by_blanks_where_these_are_chosen() {
    EmbeddedSession it =
        EmbeddedSession.idle(KeepAlive.whitespace(Duration.ofMinutes(5)), false, 60);
    for (int i = 0; i < 3; i++) {
      it.pass(Duration.ofSeconds(30).minus(TICK));
      assertSilent(it);
      it.pass(TICK);
      assertThat(it.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_ignored_where_no_keep_alive_is_chosen(boolean managed) {
    EmbeddedSession it = EmbeddedSession.idle(KeepAlive.none(), managed, 60);
    it.pass(Duration.ofDays(1));
    assertSilent(it);
  }

  @Test
  void is_kept_by_anything_else_that_is_sent() {
    EmbeddedSession it = EmbeddedSession.idle(KeepAlive.whitespace(Duration.ofDays(1)), false, 60);
    for (int i = 0; i < 10; i++) {
      it.pass(Duration.ofSeconds(29));
      it.send(Presence.available());
      assertThat(Presence.available().element()).isEqualTo(it.sent());
      assertSilent(it);
    }
  }

  /** The server owes an answer, but its idle time runs all the same. */
  @Test
  void is_kept_by_blanks_while_an_answer_is_awaited() {
    KeepAlive patient = KeepAlive.ping(Duration.ofMinutes(10), Duration.ofMinutes(2));
    EmbeddedSession it = EmbeddedSession.idle(patient, true, 60);
    it.pass(Duration.ofSeconds(30));
    assertThat(it.sent()).isEqualTo(REQUEST);
    for (int i = 0; i < 3; i++) {
      it.pass(Duration.ofSeconds(30).minus(TICK));
      assertSilent(it);
      it.pass(TICK);
      assertThat(it.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
    }
    assertThat(it.session.ended()).isNotDone();
    it.pass(Duration.ofSeconds(30));
    assertThat(it.session.ended()).as("blanks prove nothing").isDone();
  }

  /** Subscribers may lag for long; then no answer is read. */
  @Test
  void is_kept_by_blanks_while_nothing_is_read() {
    EmbeddedSession it = EmbeddedSession.idle(ping(600), true, 60);
    it.channel.config().setAutoRead(false);
    it.pass(Duration.ofSeconds(30));
    assertThat(it.sent()).isEqualTo(REQUEST);
    for (int i = 0; i < 20; i++) {
      it.pass(Duration.ofSeconds(30));
      assertThat(it.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
      assertSilent(it);
    }
    it.channel.config().setAutoRead(true);
    it.receive(Element.builder("a", "urn:xmpp:sm:3").attribute("h", "0").build());
    it.pass(Duration.ofSeconds(30));
    assertThat(it.sent()).isEqualTo(REQUEST);
    assertThat(it.session.ended()).isNotDone();
  }

  /** Nothing piles up for a server that does not read. */
  @Test
  void fills_nothing_that_the_connection_does_not_take() {
    KeepAlive patient = KeepAlive.ping(Duration.ofMinutes(10), Duration.ofHours(1));
    EmbeddedSession it = EmbeddedSession.idle(patient, true, 60);
    it.pass(Duration.ofSeconds(30));
    assertThat(it.sent()).isEqualTo(REQUEST);
    it.jam(true);
    it.pass(Duration.ofMinutes(30));
    assertSilent(it);
    it.jam(false);
    it.pass(Duration.ofSeconds(30));
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
  }

  /** Without an idle time there is no reason to send more than the question. */
  @Test
  void takes_no_blanks_where_it_is_not_announced() {
    EmbeddedSession it = EmbeddedSession.managed(ping(60));
    it.channel.config().setAutoRead(false);
    it.pass(Duration.ofSeconds(60));
    assertThat(it.sent()).isEqualTo(REQUEST);
    it.pass(Duration.ofHours(1));
    assertSilent(it);
  }

  @Test
  void is_kept_from_features_that_come_late() {
    EmbeddedSession it = EmbeddedSession.managed(ping(600));
    it.pass(Duration.ofSeconds(20));
    it.receive(EmbeddedSession.idle(60));
    it.pass(Duration.ofSeconds(10).minus(TICK));
    assertSilent(it);
    it.pass(TICK);
    assertThat(it.sent()).isEqualTo(REQUEST);
  }

  @Test
  void is_kept_at_once_if_such_features_come_too_late() {
    EmbeddedSession it = EmbeddedSession.managed(ping(600));
    it.pass(Duration.ofSeconds(100));
    it.receive(EmbeddedSession.idle(60));
    it.pass(TICK);
    assertThat(it.sent()).isEqualTo(REQUEST);
    assertSilent(it);
  }

  @Test
  void is_longer_if_late_features_announce_more() {
    EmbeddedSession it = EmbeddedSession.idle(ping(600), true, 60);
    it.receive(EmbeddedSession.idle(120));
    it.pass(Duration.ofSeconds(60).minus(TICK));
    assertSilent(it);
    it.pass(TICK);
    assertThat(it.sent()).isEqualTo(REQUEST);
  }

  @Test
  void is_kept_by_blanks_if_such_features_come_while_an_answer_is_awaited() {
    KeepAlive patient = KeepAlive.ping(Duration.ofSeconds(10), Duration.ofHours(1));
    EmbeddedSession it = EmbeddedSession.managed(patient);
    it.pass(Duration.ofSeconds(10));
    assertThat(it.sent()).isEqualTo(REQUEST);
    it.receive(EmbeddedSession.idle(60));
    it.pass(Duration.ofSeconds(10));
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
  }
}
