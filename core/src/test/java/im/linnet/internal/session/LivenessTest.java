package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.DOMAIN;
import static im.linnet.internal.session.EmbeddedSession.answer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.netty.Whitespace;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {

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
  void pings_after_each_silence_though_an_answer_might_take_longer() {
    Duration silence = Duration.ofSeconds(1);
    EmbeddedSession quick = new EmbeddedSession(KeepAlive.ping(silence, Duration.ofSeconds(10)));
    for (int n = 0; n < 5; n++) {
      quick.pass(silence);
      quick.receive(answer("result", id(Iq.of(quick.sent())), DOMAIN).build());
    }
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

  /** The stream is over, but the server may still read (RFC 6120, section 4.9.3.4). */
  @Test
  void tells_the_server_why_it_gives_up() {
    it.pass(SILENCE);
    ping();
    it.pass(Duration.ofSeconds(10));
    assertThat(StreamError.of(it.sent()).condition()).isEqualTo(Condition.CONNECTION_TIMEOUT);
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void does_not_wait_long_for_that_to_be_sent() {
    it.pass(SILENCE);
    ping();
    it.holdWrites(true);
    it.pass(Duration.ofSeconds(10));
    assertThat(it.session.ended()).isCompleted();
    assertThat(it.session.gone()).isNotDone();
    it.pass(Duration.ofSeconds(1));
    assertThat(it.session.gone()).isCompleted();
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

  /** Unsolicited data shows that one direction works; the answer may come after it. */
  @Test
  void does_not_call_a_slow_answer_death_while_stanzas_arrive() {
    it.pass(SILENCE);
    Iq ping = ping();
    for (int i = 0; i < 5; i++) {
      it.pass(Duration.ofSeconds(9));
      it.receive(Element.of("message", "jabber:client"));
    }
    it.receive(answer("result", id(ping), DOMAIN).build());
    it.pass(SILENCE.minus(Duration.ofSeconds(45)));
    assertThat(it.session.ended()).isNotDone();
    ping();
  }

  /** A one-way connection: the server receives nothing and sends a lot. */
  @Test
  void gives_up_a_server_that_only_talks() {
    it.pass(SILENCE);
    for (int i = 1; i < 100; i++) {
      assertThat(it.session.ended()).isNotDone();
      it.receive(Element.of("message", "jabber:client"));
      it.pass(Duration.ofSeconds(1));
    }
    it.pass(Duration.ofSeconds(1));
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void asks_while_it_keeps_sending_too() {
    for (int i = 0; i < 12; i++) {
      it.send(Presence.available());
      it.sent();
      it.pass(Duration.ofSeconds(5));
    }
    ping();
    for (int i = 0; i < 9; i++) {
      it.send(Presence.available());
      it.pass(Duration.ofSeconds(1));
    }
    assertThat(it.session.ended()).isNotDone();
    it.pass(Duration.ofSeconds(1));
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void needs_no_ping_where_requests_are_answered() {
    for (int i = 0; i < 30; i++) {
      it.request(DOMAIN, "q" + i);
      it.sent();
      it.receive(answer("result", "q" + i, DOMAIN).build());
      it.pass(Duration.ofSeconds(30));
    }
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void does_not_judge_what_it_did_not_read() {
    it.pass(SILENCE);
    Iq ping = ping();
    it.channel.config().setAutoRead(false);
    it.pass(Duration.ofMinutes(10));
    assertThat(it.session.ended()).isNotDone();
    it.channel.config().setAutoRead(true);
    it.receive(answer("result", id(ping), DOMAIN).build());
    it.pass(TICK);
    it.receive(answer("result", id(ping()), DOMAIN).build());
    it.pass(Duration.ofSeconds(10));
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void judges_again_when_it_reads_again() {
    it.pass(SILENCE);
    it.channel.config().setAutoRead(false);
    it.pass(Duration.ofMinutes(10));
    it.channel.config().setAutoRead(true);
    it.pass(Duration.ofSeconds(10));
    assertThat(it.session.ended()).isCompleted();
  }

  /** Suspended: the awaited answer may be in the operating system's buffers. */
  @ParameterizedTest
  @ValueSource(ints = {30, 65})
  void asks_anew_after_the_process_stood_still(int seconds) {
    it.pass(Duration.ofSeconds(seconds));
    if (seconds > SILENCE.toSeconds()) {
      ping();
    }
    it.sleep(Duration.ofHours(8));
    assertThat(it.session.ended()).isNotDone();
    ping();
    it.pass(Liveness.SHORT.minus(TICK));
    assertThat(it.session.ended()).isNotDone();
    it.pass(TICK);
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void goes_on_after_the_process_stood_still() {
    it.sleep(Duration.ofHours(8));
    it.receive(answer("result", id(ping()), DOMAIN).build());
    it.pass(SILENCE.minus(TICK));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(TICK);
    it.receive(answer("result", id(ping()), DOMAIN).build());
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void asks_at_once_when_told_that_the_network_changed() {
    it.check();
    ping();
    it.pass(Liveness.SHORT.minus(TICK));
    assertThat(it.session.ended()).isNotDone();
    it.pass(TICK);
    assertThat(((TransportException) it.session.ended().join()).reason())
        .isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void asks_once_however_often_it_is_told_so() {
    for (int i = 0; i < 1000; i++) {
      it.check();
    }
    ping();
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void shortens_a_wait_that_has_begun() {
    it.pass(SILENCE);
    ping();
    it.pass(Duration.ofSeconds(1));
    it.check();
    ping();
    it.pass(Liveness.SHORT);
    assertThat(it.session.ended()).isCompleted();
  }

  @Test
  void has_its_usual_patience_again_after_an_answer() {
    it.check();
    it.receive(answer("result", id(ping()), DOMAIN).build());
    it.pass(SILENCE);
    ping();
    it.pass(Liveness.SHORT.multipliedBy(2).minus(TICK));
    assertThat(it.session.ended()).isNotDone();
    it.pass(TICK);
    assertThat(it.session.ended()).isCompleted();
  }

  /** Q03: whitespace, and incomplete stanzas. */
  @Nested
  class Bytes {

    private final EmbeddedSession it =
        EmbeddedSession.ofBytes(KeepAlive.ping(SILENCE, Duration.ofSeconds(10)));

    private void eachSecond(int seconds, String text) {
      for (int i = 0; i < seconds; i++) {
        it.receive(EmbeddedSession.bytes(text));
        it.pass(Duration.ofSeconds(1));
      }
    }

    @Tag("Q03")
    @Test
    void are_no_sign_of_life_if_they_are_blank() {
      it.pass(SILENCE);
      eachSecond(9, " ".repeat(1000));
      assertThat(it.session.ended()).isNotDone();
      eachSecond(1, " ");
      assertThat(it.session.ended()).isCompleted();
    }

    @Test
    void prolong_the_wait_if_they_are_of_a_stanza() {
      it.pass(SILENCE);
      it.receive(EmbeddedSession.bytes("<message><body>"));
      eachSecond(50, "a long text on a slow line");
      it.receive(EmbeddedSession.bytes("</body></message><a xmlns='urn:xmpp:sm:3' h='0'/>"));
      it.pass(Duration.ofSeconds(9));
      assertThat(it.session.ended()).isNotDone();
    }

    @Tag("Q06")
    @Test
    void do_not_prolong_it_for_ever() {
      it.pass(SILENCE);
      it.receive(EmbeddedSession.bytes("<message><body>"));
      eachSecond(99, "x");
      assertThat(it.session.ended()).isNotDone();
      eachSecond(1, "x");
      assertThat(it.session.ended()).isCompleted();
    }

    @Test
    void prolong_nothing_if_they_stopped_amid_a_stanza() {
      it.receive(EmbeddedSession.bytes("<message><body>"));
      it.pass(SILENCE.plusSeconds(10));
      assertThat(it.session.ended()).isCompleted();
    }
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
