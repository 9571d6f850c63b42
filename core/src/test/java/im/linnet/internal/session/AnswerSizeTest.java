package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.BARE;
import static im.linnet.internal.session.EmbeddedSession.FULL;
import static im.linnet.internal.session.EmbeddedSession.bytes;
import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.internal.incoming.Inflow;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.incoming.StanzaPublisher;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.outgoing.Asking;
import im.linnet.internal.outgoing.GivenUp;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.outgoing.PendingRequests;
import im.linnet.internal.outgoing.SendFuture;
import im.linnet.internal.routing.FilterChain;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer to a request may be larger than unsolicited stanzas. */
class AnswerSizeTest {

  private static final int MIB = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ROOM = "room@conference.capulet.lit";

  private final EmbeddedSession it = EmbeddedSession.ofBytes(KeepAlive.none());

  private CompletableFuture<Iq> request(@Nullable String to, String id, int answerBytes) {
    Iq question = Iq.get(to == null ? null : Jid.of(to), Element.of("query", "test:q")).withId(id);
    CompletableFuture<Iq> answer =
        it.session
            .sender()
            .request(question, new Asking<>(LIMIT, answerBytes, false, answered -> answered));
    it.channel.runPendingTasks();
    return answer;
  }

  /** An element with this start tag, of this many bytes. */
  private static String large(String start, int size) {
    String name = start.substring(1, start.indexOf(' '));
    String end = "</" + name + ">";
    return start + "x".repeat(size - start.length() - end.length()) + end;
  }

  private static String result(String id, @Nullable String from, int size) {
    String sender = from == null ? "" : " from='" + from + "'";
    return large("<iq type='result' id='" + id + "'" + sender + ">", size);
  }

  /** In chunks, as from a socket. */
  private void receive(String text) {
    for (int at = 0; at < text.length() && !it.session.ended().isDone(); at += 50_000) {
      it.receive(bytes(text.substring(at, Math.min(text.length(), at + 50_000))));
    }
  }

  private void assertAlive() {
    List<Message> heard = new ArrayList<>();
    it.router.messages(heard::add);
    it.receive(bytes("<message from='a@b'><body>still here</body></message>"));
    assertThat(it.session.ended()).isNotDone();
    assertThat(heard).hasSize(1);
  }

  private void assertRefused(String words) {
    XmppException why = it.session.ended().join();
    assertThat(why).isInstanceOf(StreamException.class).hasMessageContaining(words);
    assertThat(((StreamException) why).error().condition())
        .isEqualTo(StreamError.Condition.POLICY_VIOLATION);
  }

  @Test
  void an_answer_may_be_as_large_as_its_request_says() {
    CompletableFuture<Iq> answer = request(null, "q1", 3 * MIB);
    receive(result("q1", null, 3 * MIB));
    assertThat(answer.join().element().text()).hasSizeGreaterThan(2 * MIB);
    assertAlive();
  }

  @Test
  void an_answer_beyond_that_ends_the_session_and_the_message_says_what_to_set() {
    CompletableFuture<Iq> answer = request(null, "q1", 3 * MIB);
    receive(result("q1", null, 3 * MIB + 1));
    assertRefused(
        "a <iq/> of more than 3145728 bytes. ClientBuilder.answerBytes sets how much an answer may"
            + " be, RequestOptions.answerBytes for one");
    assertThat(failure(answer)).isInstanceOf(StreamException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a@b/c,                        a@b/c",
    "room@conference.capulet.lit,  room@conference.capulet.lit",
    ",                             juliet@capulet.lit",
    ",                             juliet@capulet.lit/balcony",
    ",                             capulet.lit",
    "juliet@capulet.lit,           ",
    "capulet.lit,                  "
  })
  void whoever_may_answer_may_answer_at_length(@Nullable String asked, @Nullable String from) {
    CompletableFuture<Iq> answer = request(asked, "q1", 2 * MIB);
    receive(result("q1", from, 2 * MIB));
    assertThat(answer).isCompleted();
    assertAlive();
  }

  @Test
  void an_error_that_holds_the_request_may_be_as_large() {
    CompletableFuture<Iq> answer = request(ROOM, "q1", 2 * MIB);
    receive(result("q1", ROOM, 2 * MIB).replace("'result'", "'error'"));
    assertThat(answer).isCompletedExceptionally();
    assertAlive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='a@b/c' id='q1' type='chat'>",
        "<presence from='a@b/c' id='q1'>",
        "<iq type='get' id='q1' from='room@conference.capulet.lit'>",
        "<iq type='set' id='q1' from='room@conference.capulet.lit'>",
        "<iq type='what' id='q1' from='room@conference.capulet.lit'>",
        "<iq id='q1' from='room@conference.capulet.lit'>",
        "<iq type='result' from='room@conference.capulet.lit'>",
        "<iq type='result' id='' from='room@conference.capulet.lit'>",
        "<iq type='result' id='q2' from='room@conference.capulet.lit'>",
        "<iq type='result' id='Q1' from='room@conference.capulet.lit'>",
        "<iq type='result' id='q1' from='room@conference.capulet.lit/ann'>",
        "<iq type='result' id='q1' from='a@b/c'>",
        "<iq type='result' id='q1' from='capulet.lit'>",
        "<iq type='result' id='q1' from='@'>",
        "<iq type='result' id='q1' >",
        "<iq type='error' id='q1' from='a@b/c'>",
        "<iq type='result' id='q1' from='room@conference.capulet.lit' to='a@b'>",
        "<iq xmlns='urn:other' type='result' id='q1' from='room@conference.capulet.lit'>",
        "<result id='q1' from='room@conference.capulet.lit'>"
      })
  void what_nobody_asked_for_may_not(String start) {
    CompletableFuture<Iq> answer = request(ROOM, "q1", 16 * MIB);
    receive(large(start, 2 * MIB));
    assertThat(answer).isCompletedExceptionally();
    String name = start.substring(1, start.indexOf(' '));
    assertRefused(
        "a <"
            + name
            + "/> of more than 1048576 bytes (XmlLimits.stanzaBytes)."
            + " ClientBuilder.limits sets how much is read");
  }

  @Test
  void an_answer_is_allowed_once() {
    CompletableFuture<Iq> answer = request(ROOM, "q1", 3 * MIB);
    receive(result("q1", ROOM, 2 * MIB));
    assertThat(answer).isCompleted();
    receive(result("q1", ROOM, 2 * MIB));
    assertRefused("XmlLimits.stanzaBytes");
  }

  @Test
  void each_request_has_a_limit_of_its_own() {
    CompletableFuture<Iq> large = request(ROOM, "large", 3 * MIB);
    CompletableFuture<Iq> small = request(ROOM, "small", 1);
    receive(result("large", ROOM, 2 * MIB));
    assertThat(large).isCompleted();
    receive(result("small", ROOM, MIB));
    assertThat(small).as("as large as any stanza").isCompleted();
    CompletableFuture<Iq> tooSmall = request(ROOM, "small", MIB - 1);
    receive(result("small", ROOM, MIB + 1));
    assertThat(tooSmall).isCompletedExceptionally();
    assertRefused("XmlLimits.stanzaBytes");
  }

  @Test
  void an_answer_that_is_too_late_is_dropped_however_large() {
    CompletableFuture<Iq> late = request(ROOM, "late", 3 * MIB);
    CompletableFuture<Iq> cancelled = request(null, "cancelled", 3 * MIB);
    it.pass(LIMIT);
    assertThat(late).isCompletedExceptionally();
    cancelled.cancel(false);
    it.channel.runPendingTasks();
    receive(result("late", ROOM, 2 * MIB));
    receive(result("cancelled", BARE, 2 * MIB));
    assertAlive();
    receive(result("late", ROOM, 2 * MIB));
    assertRefused("XmlLimits.stanzaBytes");
  }

  @Test
  void the_time_may_be_up_while_an_answer_comes() {
    CompletableFuture<Iq> late = request(ROOM, "late", 3 * MIB);
    String answer = result("late", ROOM, 3 * MIB);
    receive(answer.substring(0, 100_000));
    it.pass(LIMIT);
    assertThat(late).isCompletedExceptionally();
    receive(answer.substring(100_000));
    assertAlive();
  }

  @Test
  void as_many_late_answers_are_remembered_as_fit() {
    for (int i = 0; i <= GivenUp.MOST; i++) {
      request(ROOM, "q" + i, 2 * MIB).cancel(false);
      it.channel.runPendingTasks();
    }
    receive(result("q1", ROOM, MIB + 1));
    assertAlive();
    receive(result("q0", ROOM, MIB + 1));
    assertRefused("XmlLimits.stanzaBytes");
  }

  @Test
  void an_id_that_was_given_up_may_be_asked_again() {
    request(ROOM, "q1", 4 * MIB).cancel(false);
    it.channel.runPendingTasks();
    CompletableFuture<Iq> again = request("a@b", "q1", 2 * MIB);
    receive(result("q1", "a@b", 2 * MIB));
    assertThat(again).isCompleted();
    assertAlive();
    receive(result("q1", ROOM, 2 * MIB));
    assertRefused("XmlLimits.stanzaBytes");
  }

  /** Requests, and the completions that the test runs. */
  private static final class Waiting {

    final EmbeddedChannel channel = new EmbeddedChannel();
    final Queue<Runnable> turns = new ArrayDeque<>();
    final Inflow inflow =
        new Inflow(new BacklogLimits(10, 1000, 100, 10_000), channel.eventLoop(), backlog -> {});
    final PendingRequests pending =
        new PendingRequests(
            new OwnAddress(Jid.of(FULL)),
            channel.eventLoop(),
            new Router(
                    Runnable::run,
                    inflow,
                    new StanzaPublisher(inflow, Runnable::run),
                    FilterChain.none(),
                    Listeners.none())
                .answers(),
            Listeners.none());

    Waiting() {
      inflow.begin(channel, () -> false);
    }

    SendFuture<Iq> answered(int number, int size) {
      String id = "q" + number;
      Iq request = Iq.get(null, Element.of("query", "test:q")).withId(id);
      SendFuture<Iq> outcome = new SendFuture<>(turns::add, given -> {});
      pending.add(id, request, outcome, Asking.plain(LIMIT));
      Iq answer = Iq.of(EmbeddedSession.answer("result", id, BARE).build());
      assertThat(pending.answered(answer, size)).isEqualTo(request);
      inflow.review();
      return outcome;
    }

    void run() {
      turns.forEach(Runnable::run);
      channel.runPendingTasks();
    }
  }

  @Test
  void an_answer_counts_until_it_is_handed_over() {
    Waiting waiting = new Waiting();
    SendFuture<Iq> outcome = waiting.answered(1, 5000);
    assertThat(waiting.inflow.backlog()).isEqualTo(Backlog.of(1, 5000, false));
    CompletableFuture<Backlog> seen = outcome.thenApply(iq -> waiting.inflow.backlog());
    waiting.run();
    assertThat(seen.join()).isEqualTo(Backlog.of(0, 0, false));
  }

  @Test
  void reading_stops_where_too_many_answers_wait() {
    Waiting waiting = new Waiting();
    waiting.answered(1, 5000);
    waiting.answered(2, 5000);
    assertThat(waiting.channel.config().isAutoRead()).isTrue();
    waiting.answered(3, 1);
    assertThat(waiting.inflow.backlog()).isEqualTo(Backlog.of(3, 10_001, true));
    assertThat(waiting.channel.config().isAutoRead()).isFalse();
    waiting.run();
    assertThat(waiting.channel.config().isAutoRead()).isTrue();
    assertThat(waiting.inflow.backlog()).isEqualTo(Backlog.of(0, 0, false));
  }

  @Test
  void many_small_ones_stop_it_too() {
    Waiting waiting = new Waiting();
    for (int i = 0; i < 101; i++) {
      waiting.answered(i, 1);
    }
    assertThat(waiting.channel.config().isAutoRead()).isFalse();
    waiting.run();
    assertThat(waiting.channel.config().isAutoRead()).isTrue();
  }
}
