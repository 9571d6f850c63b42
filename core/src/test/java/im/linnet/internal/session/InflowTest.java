package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Inflow;
import im.linnet.internal.incoming.Router;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When reading pauses and resumes. */
class InflowTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Backlog> told = new ArrayList<>();
  private final AtomicBoolean awaiting = new AtomicBoolean();
  private final Inflow inflow =
      new Inflow(new BacklogLimits(10, 1000, 100, 10_000), channel.eventLoop(), told::add);

  @BeforeEach
  void begin() {
    inflow.begin(channel, awaiting::get);
  }

  private void take(int stanzas, int size) {
    for (int i = 0; i < stanzas; i++) {
      inflow.took(size);
      inflow.review();
    }
  }

  private void finish(int stanzas, int size) {
    for (int i = 0; i < stanzas; i++) {
      inflow.done(size);
      channel.runPendingTasks();
    }
  }

  private boolean reads() {
    assertThat(inflow.backlog().paused()).isEqualTo(!channel.config().isAutoRead());
    return channel.config().isAutoRead();
  }

  @Test
  void pauses_above_the_high_mark_of_stanzas_and_goes_on_at_half_of_it() {
    take(10, 1);
    assertThat(reads()).isTrue();
    take(1, 1);
    assertThat(reads()).isFalse();
    finish(5, 1);
    assertThat(reads()).isFalse();
    finish(1, 1);
    assertThat(reads()).isTrue();
    assertThat(told).containsExactly(Backlog.of(11, 11, true), Backlog.of(5, 5, false));
  }

  @Test
  void pauses_above_the_high_mark_of_bytes_and_goes_on_at_half_of_it() {
    take(2, 500);
    assertThat(reads()).isTrue();
    take(1, 1);
    assertThat(reads()).isFalse();
    finish(1, 1);
    assertThat(reads()).isFalse();
    finish(1, 500);
    assertThat(reads()).isTrue();
  }

  @Test
  void goes_on_while_something_is_awaited_up_to_the_hard_limit() {
    awaiting.set(true);
    take(100, 1);
    assertThat(reads()).isTrue();
    take(1, 1);
    assertThat(reads()).isFalse();
    finish(25, 1);
    assertThat(reads()).isFalse();
    finish(1, 1);
    assertThat(reads()).isTrue();
    assertThat(inflow.backlog().stanzas()).isEqualTo(75);
  }

  @Test
  void pauses_where_it_was_stopped_if_nothing_is_awaited_any_more() {
    awaiting.set(true);
    take(101, 1);
    awaiting.set(false);
    finish(95, 1);
    assertThat(reads()).isFalse();
    finish(1, 1);
    assertThat(reads()).isTrue();
    assertThat(told).hasSize(2);
  }

  @Test
  void goes_on_at_once_when_something_is_awaited() {
    take(11, 1);
    assertThat(reads()).isFalse();
    awaiting.set(true);
    inflow.nudge();
    inflow.nudge();
    channel.runPendingTasks();
    assertThat(reads()).isTrue();
    awaiting.set(false);
    take(1, 1);
    assertThat(reads()).isFalse();
  }

  @Test
  void stops_at_the_hard_limit_of_bytes_whatever_is_awaited() {
    awaiting.set(true);
    take(1, 10_001);
    assertThat(reads()).isFalse();
    inflow.nudge();
    channel.runPendingTasks();
    assertThat(reads()).isFalse();
    finish(1, 10_001);
    assertThat(reads()).isTrue();
  }

  @Test
  void forgets_a_connection_that_ended_and_stops_the_next() {
    take(11, 1);
    inflow.end(channel);
    assertThat(reads()).isTrue();
    assertThat(told).hasSize(2);
    take(1, 1);
    assertThat(reads()).isTrue();
    EmbeddedChannel next = new EmbeddedChannel();
    inflow.begin(next, () -> false);
    inflow.end(channel);
    take(1, 1);
    assertThat(next.config().isAutoRead()).isFalse();
    finish(8, 1);
    assertThat(next.config().isAutoRead()).isTrue();
  }

  @Test
  void misses_nothing_that_is_done_while_it_pauses() {
    Inflow[] it = new Inflow[1];
    it[0] =
        new Inflow(
            new BacklogLimits(1, 1000, 100, 10_000),
            channel.eventLoop(),
            backlog -> {
              if (backlog.paused()) {
                it[0].done(0);
                it[0].done(0);
              }
            });
    it[0].begin(channel, () -> false);
    it[0].took(0);
    it[0].took(0);
    it[0].review();
    assertThat(it[0].isPaused()).isFalse();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  /** A session whose callbacks run when the test runs them. */
  private static final class Slow {

    final Queue<Runnable> turns = new ArrayDeque<>();
    boolean refusing;
    final SerialExecutor order = new SerialExecutor(this::turn);
    final EmbeddedSession it = new EmbeddedSession(new Router(order));

    private void turn(Runnable turn) {
      if (refusing) {
        throw new RejectedExecutionException("refused by a test");
      }
      turns.add(turn);
    }

    void run() {
      for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
        turn.run();
      }
      it.channel.runPendingTasks();
    }

    boolean reads() {
      return it.channel.config().isAutoRead();
    }

    void flood(int stanzas) {
      for (int i = 0; i < stanzas; i++) {
        it.receive(
            Element.builder("message", Stanza.NAMESPACE)
                .attribute("id", Integer.toString(i))
                .build());
      }
    }
  }

  @Test
  void a_flood_waits_in_order_and_is_delivered() {
    Slow slow = new Slow();
    List<String> heard = new ArrayList<>();
    slow.it.router.messages(message -> heard.add(String.valueOf(message.id())));
    slow.flood(1024);
    assertThat(slow.reads()).isTrue();
    slow.flood(1);
    assertThat(slow.reads()).isFalse();
    assertThat(slow.it.router.inflow().backlog()).isEqualTo(Backlog.of(1025, 0, true));
    slow.run();
    assertThat(slow.reads()).isTrue();
    assertThat(slow.it.router.inflow().backlog()).isEqualTo(Backlog.of(0, 0, false));
    assertThat(heard.subList(0, 1024))
        .isEqualTo(IntStream.range(0, 1024).mapToObj(Integer::toString).toList());
  }

  @Test
  void a_request_has_reading_go_on_and_its_answer_has_it_pause() {
    Slow slow = new Slow();
    slow.flood(1025);
    assertThat(slow.reads()).isFalse();
    CompletableFuture<Iq> answer = slow.it.request(null, "q");
    assertThat(slow.reads()).isTrue();
    slow.it.receive(EmbeddedSession.answer("result", "q", null).build());
    assertThat(answer).isCompleted();
    assertThat(slow.reads()).isFalse();
  }

  @Test
  void closing_has_reading_go_on() {
    Slow slow = new Slow();
    slow.flood(1025);
    slow.it.session.close(java.time.Duration.ofSeconds(5));
    slow.it.channel.runPendingTasks();
    assertThat(slow.reads()).isTrue();
  }

  @Test
  void a_request_counts_until_it_is_answered() {
    Slow slow = new Slow();
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    slow.it.router.requests(Iq.Type.GET, "query", "test:q", request -> answer);
    slow.it.receive(
        EmbeddedSession.answer("get", "r", "a@b").child(Element.of("query", "test:q")).build());
    slow.run();
    assertThat(slow.it.router.inflow().backlog().stanzas()).isEqualTo(1);
    answer.complete(Reply.result(Element.of("query", "test:q")));
    assertThat(slow.it.router.inflow().backlog().stanzas()).isZero();
  }

  @Test
  void what_an_executor_refuses_does_not_count() {
    Slow slow = new Slow();
    slow.refusing = true;
    slow.it.router.requests(Iq.Type.GET, "query", "test:q", request -> Reply.result().now());
    slow.flood(2000);
    slow.it.receive(
        EmbeddedSession.answer("get", "r", "a@b").child(Element.of("query", "test:q")).build());
    assertThat(slow.it.router.inflow().backlog()).isEqualTo(Backlog.of(0, 0, false));
    assertThat(slow.reads()).isTrue();
  }

  @Test
  void a_subscriber_that_throws_does_not_count() {
    Slow slow = new Slow();
    slow.it.router.messages(
        message -> {
          throw new StackOverflowError("thrown by a test");
        });
    slow.flood(2);
    slow.run();
    assertThat(slow.it.router.inflow().backlog().stanzas()).isZero();
  }
}
