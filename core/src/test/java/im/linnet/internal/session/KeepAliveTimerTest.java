package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.DOMAIN;
import static im.linnet.internal.session.EmbeddedSession.answer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.netty.Whitespace;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.stream.KeepAlive;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.xml.Element;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTimerTest {

  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(1);

  private final EmbeddedSession it =
      new EmbeddedSession(KeepAlive.ping(SILENCE, Duration.ofSeconds(10)));

  private Iq ping() {
    Iq ping = Iq.of(it.sent());
    assertThat(ping.type()).isEqualTo(Iq.Type.GET);
    assertThat(ping.to()).hasToString(DOMAIN);
    assertThat(ping.payload()).isEqualTo(Element.of("ping", "urn:xmpp:ping"));
    return ping;
  }

  private static String id(Iq ping) {
    return requireNonNull(ping.id());
  }

  @Test
  void pings_after_silence_and_again() {
    it.pass(SILENCE.minus(TICK));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(TICK);
    it.receive(answer("result", id(ping()), DOMAIN).build());
    it.pass(SILENCE);
    assertThat(ping().id()).isNotNull();
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void counts_the_silence_from_what_was_sent_last() {
    it.pass(Duration.ofSeconds(40));
    it.send(Presence.available());
    it.sent();
    it.pass(SILENCE.minus(TICK));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(TICK);
    ping();
  }

  @Test
  void takes_an_error_for_a_sign_of_life() {
    it.pass(SILENCE);
    StanzaError error = StanzaError.of(StanzaError.Condition.SERVICE_UNAVAILABLE);
    it.receive(answer("error", id(ping()), DOMAIN).child(error.toElement("jabber:client")).build());
    it.pass(Duration.ofSeconds(11));
    assertThat(it.session.ended()).isNotDone();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {DOMAIN})
  void takes_an_answer_with_and_without_the_server_s_name(@Nullable String from) {
    it.pass(SILENCE);
    it.receive(answer("result", id(ping()), from).build());
    it.pass(Duration.ofSeconds(11));
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void gives_a_connection_up_that_does_not_answer() {
    it.pass(SILENCE);
    ping();
    it.pass(Duration.ofSeconds(10).minus(TICK));
    assertThat(it.session.ended()).isNotDone();
    it.pass(TICK);

    TransportException end = (TransportException) it.session.ended().join();
    assertThat(end.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(end.retryable()).isTrue();
    assertThat(end).hasMessageContaining("did not answer a ping within 10000 ms");
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void is_not_fooled_by_somebody_else_s_answer() {
    it.pass(SILENCE);
    it.receive(answer("result", id(ping()), "romeo@montague.lit/orchard").build());
    it.pass(Duration.ofSeconds(10));
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void gives_a_connection_up_that_does_not_even_take_the_ping() {
    it.jam(true);
    it.pass(SILENCE);
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(Duration.ofSeconds(10));
    assertThat(((TransportException) it.session.ended().join()).reason())
        .isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void stops_with_the_stream() {
    it.channel.close();
    it.pass(SILENCE.multipliedBy(3));
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void sends_blanks_that_need_no_answer() {
    EmbeddedSession blanks = new EmbeddedSession(KeepAlive.whitespace(SILENCE));
    for (int i = 0; i < 3; i++) {
      blanks.pass(SILENCE);
      assertThat(blanks.channel.<Object>readOutbound()).isEqualTo(new Whitespace());
    }
    assertThat(blanks.channel.outboundMessages()).isEmpty();
    assertThat(blanks.session.ended()).isNotDone();
  }

  @Test
  void sends_nothing_where_told() {
    EmbeddedSession quiet = new EmbeddedSession();
    quiet.pass(Duration.ofDays(2));
    assertThat(quiet.channel.outboundMessages()).isEmpty();
  }
}
