package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Liveness by XEP-0198 instead of XEP-0199. */
class ManagedLivenessTest {

  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final String SM = "urn:xmpp:sm:3";

  private final EmbeddedSession it =
      EmbeddedSession.managed(KeepAlive.ping(SILENCE, Duration.ofSeconds(10)));

  private void asked() {
    assertThat(it.sent()).isEqualTo(Element.of("r", SM));
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  private void acknowledge(String h) {
    it.receive(Element.builder("a", SM).attribute("h", h).build());
  }

  @Test
  void asks_for_an_acknowledgement_after_silence_and_again() {
    for (int i = 0; i < 3; i++) {
      it.pass(SILENCE.minus(TICK));
      assertThat(it.channel.outboundMessages()).isEmpty();
      it.pass(TICK);
      asked();
      acknowledge("0");
    }
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void gives_a_connection_up_that_does_not_answer() {
    it.pass(SILENCE);
    asked();
    it.pass(Duration.ofSeconds(10).minus(TICK));
    assertThat(it.session.ended()).isNotDone();
    it.pass(TICK);
    assertThat(it.session.ended().join())
        .hasMessageContaining("did not answer a request to acknowledge within 10000 ms");
    assertThat(it.channel.<Object>readOutbound())
        .as("a stream error would end the stream, which is to be resumed")
        .isNull();
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void tells_the_server_why_it_gives_up_where_the_stream_can_not_be_resumed() {
    EmbeddedSession brief =
        EmbeddedSession.unresumable(KeepAlive.ping(SILENCE, Duration.ofSeconds(10)));
    brief.pass(SILENCE);
    assertThat(brief.sent()).isEqualTo(Element.of("r", SM));
    brief.pass(Duration.ofSeconds(10));
    assertThat(StreamError.of(brief.sent()).condition()).isEqualTo(Condition.CONNECTION_TIMEOUT);
    assertThat(brief.channel.isOpen()).isFalse();
  }

  /**
   * The idle time is long, but unconfirmed stanzas are noticed sooner, although the client never
   * falls silent.
   */
  @Test
  void notices_a_black_hole_while_it_keeps_sending() {
    for (int i = 0; i < 14; i++) {
      assertThat(it.session.ended()).isNotDone();
      it.send(Presence.available());
      it.pass(Duration.ofSeconds(1));
    }
    it.pass(Duration.ofSeconds(1));
    assertThat(it.session.ended()).as("5 s until it asks, and 10 s").isCompleted();
  }

  @Test
  void takes_an_acknowledgement_that_can_not_be_read_for_a_sign_of_life() {
    it.pass(SILENCE);
    asked();
    acknowledge("x");
    it.pass(Duration.ofSeconds(11));
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void asks_at_once_when_told_that_the_network_changed() {
    it.check();
    asked();
    it.pass(Liveness.SHORT);
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void can_be_asked_even_where_nothing_keeps_it() {
    EmbeddedSession quiet = EmbeddedSession.managed(KeepAlive.none());
    quiet.check();
    assertThat(quiet.sent()).isEqualTo(Element.of("r", SM));
    quiet.pass(Liveness.SHORT);
    assertThat(quiet.session.ended()).isCompleted();
  }
}
