package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.BARE;
import static im.linnet.internal.session.EmbeddedSession.DOMAIN;
import static im.linnet.internal.session.EmbeddedSession.FULL;
import static im.linnet.internal.session.EmbeddedSession.answer;
import static im.linnet.internal.session.EmbeddedSession.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  private final EmbeddedSession it = new EmbeddedSession();

  /**
   * The request's addressee, the answer's sender, and whether it is accepted (RFC 6120, sections
   * 8.1.2.1 and 10.3.3).
   */
  @Tag("P01")
  @Tag("P02")
  @ParameterizedTest
  @CsvSource({
    ", , true",
    ", " + BARE + ", true",
    ", " + FULL + ", true",
    ", " + DOMAIN + ", true",
    ", " + BARE + "/window, false",
    ", " + DOMAIN + "/x, false",
    ", romeo@capulet.lit, false",
    ", montague.lit, false",
    BARE + ", , true",
    BARE + ", " + BARE + ", true",
    BARE + ", " + FULL + ", false",
    BARE + ", romeo@capulet.lit, false",
    BARE + ", " + DOMAIN + ", false",
    DOMAIN + ", , true",
    DOMAIN + ", " + DOMAIN + ", true",
    DOMAIN + ", " + BARE + ", false",
    DOMAIN + ", montague.lit, false",
    "romeo@montague.lit/orchard, romeo@montague.lit/orchard, true",
    "romeo@montague.lit/orchard, romeo@montague.lit, false",
    "romeo@montague.lit/orchard, romeo@montague.lit/Orchard, false",
    "romeo@montague.lit/orchard, , false",
    "romeo@montague.lit, romeo@montague.lit, true",
    "romeo@montague.lit, romeo@montague.lit/orchard, false",
    "montague.lit, montague.lit, true",
    "montague.lit, , false",
    "montague.lit, " + DOMAIN + ", false",
  })
  void takes_an_answer_only_from_whom_it_asked(
      @Nullable String to, @Nullable String from, boolean taken) {
    CompletableFuture<Iq> answer = it.request(to, "q1");
    it.receive(answer("result", "q1", from).build());
    assertThat(answer.isDone()).isEqualTo(taken);

    it.receive(answer("result", "q1", to == null ? BARE : to).build());
    assertThat(answer).isCompleted();
  }

  /** As in Messenger's documentation: only our own server can write our address as the sender. */
  @Tag("P02")
  @ParameterizedTest
  @CsvSource({
    BARE + ", true",
    FULL + ", true",
    BARE + "/window, false",
    "mary@montague.lit, false",
    "romeo@capulet.lit, false",
    DOMAIN + ", false",
    ", false",
  })
  void takes_an_answer_addressed_like_the_request_from_ourselves_alone(
      @Nullable String from, boolean taken) {
    CompletableFuture<Iq> answer = it.request("mary@montague.lit", "q1");
    it.receive(answer("result", "q1", from).attribute("to", "mary@montague.lit").build());
    assertThat(answer.isDone()).isEqualTo(taken);
  }

  @Tag("P04")
  @ParameterizedTest
  @ValueSource(strings = {"ROMEO@Montague.LIT/orchard", "Romeo@montague.lit/orchard"})
  void compares_addresses_as_addresses(String from) {
    CompletableFuture<Iq> answer = it.request("romeo@montague.lit/orchard", "q1");
    it.receive(answer("result", "q1", from).build());
    assertThat(answer).isCompleted();
  }

  @Tag("P05")
  @ParameterizedTest
  @ValueSource(strings = {"message", "presence"})
  void takes_nothing_but_an_iq_for_an_answer(String name) {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    it.receive(
        Element.builder(name, "jabber:client")
            .attribute("id", "q1")
            .attribute("type", "error")
            .build());
    assertThat(answer).isNotDone();
  }

  @Tag("P06")
  @ParameterizedTest
  @ValueSource(strings = {"get", "set"})
  void takes_a_request_of_the_same_id_for_a_request(String type) {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    it.sent();
    it.receive(answer(type, "q1", null).child(Element.of("x", "test:x")).build());

    assertThat(answer).isNotDone();
    assertThat(it.sent().toXml()).contains("service-unavailable").contains("id=\"q1\"");
    it.receive(answer("result", "q1", null).build());
    assertThat(answer).isCompleted();
  }

  @Tag("P07")
  @Test
  void drops_a_second_answer_and_answers_nothing() {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    it.sent();
    it.receive(answer("result", "q1", null).child(Element.of("first", "test:q")).build());
    it.receive(answer("result", "q1", null).child(Element.of("second", "test:q")).build());
    it.receive(answer("error", "q1", null).build());

    Element payload = requireNonNull(answer.join().payload());
    assertThat(payload.name()).isEqualTo("first");
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Tag("P07")
  @Test
  void fails_when_the_time_is_up_and_drops_a_late_answer() {
    CompletableFuture<Iq> answer = it.request(null, "q1", Duration.ofSeconds(10));
    it.pass(Duration.ofMillis(9_999));
    assertThat(answer).isNotDone();
    it.pass(Duration.ofMillis(1));

    assertThat(failure(answer))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("iq get <query/> to the own account was not answered within 10000 ms")
        .matches(late -> ((TransportException) late).reason() == Reason.NO_ANSWER)
        .matches(late -> late.retryable());
    it.receive(answer("result", "q1", null).build());
    assertThat(it.session.ended()).isNotDone();
    assertThat(it.request(null, "q1")).as("the id is free again").isNotDone();
  }

  @Test
  void accepts_a_limit_longer_than_a_clock_of_nanoseconds() {
    CompletableFuture<Iq> answer = it.request(null, "q1", Duration.ofSeconds(Long.MAX_VALUE));
    it.receive(answer("result", "q1", null).build());
    assertThat(answer).isCompleted();
  }

  @Test
  void counts_the_time_before_it_was_sent() {
    it.jam(true);
    CompletableFuture<Iq> answer = it.request(null, "q1", Duration.ofSeconds(10));
    it.pass(Duration.ofSeconds(10));
    assertThat(((TransportException) failure(answer)).reason()).isEqualTo(Reason.NO_ANSWER);

    it.jam(false);
    assertThat(it.channel.outboundMessages()).as("nobody waits for it any more").isEmpty();
  }

  @Tag("P07")
  @Test
  void is_forgotten_when_cancelled() {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    answer.cancel(false);
    it.channel.runPendingTasks();
    CompletableFuture<Iq> next = it.request(null, "q1");
    assertThat(next).as("the id is free again").isNotDone();
    it.receive(answer("result", "q1", null).build());
    assertThat(next).isCompleted();
  }

  @Test
  void is_forgotten_when_the_user_ends_it_otherwise() {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    answer.completeExceptionally(new java.util.concurrent.TimeoutException());
    it.channel.runPendingTasks();
    assertThat(it.request(null, "q1")).isNotDone();
  }

  @Test
  void is_not_sent_when_cancelled_before() {
    it.jam(true);
    CompletableFuture<Iq> answer = it.request(null, "q1");
    answer.cancel(false);
    it.channel.runPendingTasks();
    it.jam(false);
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Tag("P09")
  @Test
  void refuses_an_id_that_waits_already() {
    CompletableFuture<Iq> first = it.request(null, "q1");
    CompletableFuture<Iq> second = it.request(null, "q1");
    assertThat(failure(second)).isInstanceOf(RefusedException.class).hasMessageContaining("id");
    assertThat(it.channel.outboundMessages()).hasSize(1);
    it.receive(answer("result", "q1", null).build());
    assertThat(first).isCompleted();
  }

  @Test
  void fails_with_the_error_of_the_answer() {
    CompletableFuture<Iq> answer = it.request("romeo@montague.lit", "q1");
    it.receive(
        answer("error", "q1", "romeo@montague.lit")
            .child(
                StanzaError.of(StanzaError.Condition.FORBIDDEN, "no\nway")
                    .toElement("jabber:client"))
            .build());

    StanzaException failed = (StanzaException) failure(answer);
    assertThat(failed.error().condition()).isEqualTo(StanzaError.Condition.FORBIDDEN);
    assertThat(failed.error().type()).isEqualTo(StanzaError.Type.AUTH);
    assertThat(failed.retryable()).isFalse();
    assertThat(failed)
        .hasMessageStartingWith(
            "iq get <query/> to romeo@montague.lit was answered with an error: forbidden “no?way”");
  }

  @Test
  void fails_when_the_connection_is_lost() {
    CompletableFuture<Iq> answer = it.request(null, "q1");
    it.channel.close();
    it.channel.runPendingTasks();
    TransportException lost = (TransportException) failure(answer);
    assertThat(lost.reason()).isEqualTo(Reason.CLOSED);
    assertThat(requireNonNull(lost.where()).phase()).isEqualTo(Phase.SESSION);
    assertThat(((TransportException) failure(it.request(null, "q2"))).reason())
        .isEqualTo(Reason.CLOSED);
  }

  @Test
  void is_answered_while_the_stream_is_being_closed_or_fails_with_its_end() {
    CompletableFuture<Iq> answered = it.request(null, "q1");
    CompletableFuture<Iq> unanswered = it.request(null, "q2");
    it.session.close(Duration.ofSeconds(5));
    it.channel.runPendingTasks();
    it.receive(answer("result", "q1", null).build());
    assertThat(answered).isCompleted();
    assertThat(unanswered).isNotDone();

    it.channel.advanceTimeBy(5, TimeUnit.SECONDS);
    it.channel.runScheduledPendingTasks();
    assertThat(((TransportException) failure(unanswered)).reason()).isEqualTo(Reason.CLOSED_HERE);
  }

  /** The answer may be large and the caller gone; only the request is kept for resending. */
  @Test
  void an_answer_is_not_held_until_the_request_is_acknowledged() {
    EmbeddedSession managed = EmbeddedSession.managed(KeepAlive.none());
    managed.send(Presence.available());
    WeakReference<CompletableFuture<Iq>> answer = answered(managed);
    for (int i = 0; i < 100 && answer.get() != null; i++) {
      System.gc();
    }
    assertThat(answer.get()).isNull();
    assertThat(managed.session.sender().isAwaiting()).isTrue();
  }

  private static WeakReference<CompletableFuture<Iq>> answered(EmbeddedSession session) {
    CompletableFuture<Iq> answer = session.request(null, "q1");
    session.receive(answer("result", "q1", BARE).build());
    assertThat(answer).isCompleted();
    return new WeakReference<>(answer);
  }
}
