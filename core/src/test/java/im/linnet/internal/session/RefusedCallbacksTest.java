package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.answer;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.internal.callbacks.CallbackThreads;
import im.linnet.internal.incoming.RequestAnswers;
import im.linnet.internal.management.Ledger;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors for callbacks that misbehave. */
class RefusedCallbacksTest {

  private static final Element R = Element.of("r", Ledger.NAMESPACE);

  /** Rejects tasks while the test wants it to. */
  private static final class Moody implements Executor {

    private Runnable refusal = () -> {};

    @Override
    public void execute(Runnable task) {
      refusal.run();
      task.run();
    }
  }

  private final Moody moody = new Moody();
  private final EmbeddedSession it = EmbeddedSession.managed(moody);
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void listen() {
    it.router.messages(message -> heard.add(String.valueOf(message.id())));
    it.router.requests(
        Iq.Type.GET,
        "query",
        "test:q",
        request -> {
          heard.add("request");
          return Reply.result().now();
        });
  }

  private static Element message(String id) {
    return Element.builder("message", Stanza.NAMESPACE).attribute("id", id).build();
  }

  private static Element request() {
    return answer("get", "q", "a@b").child(Element.of("query", "test:q")).build();
  }

  /**
   * The elements sent, acknowledgements as their count; requests for acknowledgement are left out.
   */
  private List<String> sent() {
    List<String> all = new ArrayList<>();
    for (Object next = it.channel.readOutbound(); next != null; next = it.channel.readOutbound()) {
      if (next instanceof Element element && !element.equals(R)) {
        all.add(words(element));
      }
    }
    return all;
  }

  private static String words(Element element) {
    if (element.name().equals("a")) {
      return "a " + element.attribute("h");
    }
    return element.child("error") == null
        ? element.name() + " " + element.attribute("type")
        : element.name() + " " + StanzaError.of(element).conditionName();
  }

  private boolean reads() {
    return it.channel.config().isAutoRead();
  }

  /** Ways to reject a task. */
  static Stream<Runnable> refusals() {
    return Stream.of(
        () -> {
          throw new RejectedExecutionException("refused by a test");
        },
        () -> {
          throw new IllegalStateException("refused by a test");
        },
        () -> {
          throw new OutOfMemoryError("no thread, says a test");
        });
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void that_refuses_for_a_while_gets_all_in_order_later(Runnable refusal) {
    moody.refusal = refusal;
    it.receive(message("1"));
    assertThat(reads()).isFalse();
    assertThat(it.router.inflow().backlog().paused()).isTrue();
    it.receive(request());
    it.receive(R);
    it.pass(Duration.ofSeconds(2));
    assertThat(sent()).containsExactly("a 0");
    assertThat(heard).isEmpty();

    moody.refusal = () -> {};
    it.pass(Duration.ofSeconds(2));
    assertThat(heard).containsExactly("1", "request");
    assertThat(sent()).containsExactlyInAnyOrder("iq result", "a 2");
    assertThat(reads()).isTrue();
    it.receive(message("2"));
    assertThat(heard).containsExactly("1", "request", "2");
    assertThat(it.router.dropped()).isZero();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void that_refuses_once_is_asked_again_at_once(Runnable refusal) {
    moody.refusal =
        () -> {
          moody.refusal = () -> {};
          refusal.run();
        };
    it.receive(message("1"));
    assertThat(heard).isEmpty();
    it.pass(Duration.ofMillis(10));
    assertThat(heard).containsExactly("1");
    assertThat(reads()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void that_refuses_for_ever_loses_nothing_that_the_server_was_told_of(Runnable refusal) {
    moody.refusal = refusal;
    for (int i = 0; i < 200; i++) {
      it.receive(message(Integer.toString(i)));
    }
    it.receive(request());
    it.receive(R);
    it.pass(CallbackThreads.PATIENCE.plusSeconds(1));
    assertThat(sent()).containsExactly("a 0", "iq resource-constraint");
    it.pass(Duration.ofMinutes(10));
    assertThat(sent()).isEmpty();
    assertThat(reads()).isFalse();

    it.session.close(Duration.ofSeconds(1));
    it.channel.runPendingTasks();
    assertThat(sent().get(0)).as("the last word").isEqualTo("a 0");
    it.router.end();
    assertThat(it.router.dropped()).isEqualTo(200);
    assertThat(it.router.inflow().backlog().stanzas()).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void that_takes_again_does_not_call_the_handler_of_a_request_that_was_answered() {
    moody.refusal =
        () -> {
          throw new RejectedExecutionException("refused by a test");
        };
    it.receive(request());
    it.pass(CallbackThreads.PATIENCE.plusSeconds(1));
    assertThat(sent()).containsExactly("iq resource-constraint");
    moody.refusal = () -> {};
    it.pass(Duration.ofSeconds(2));
    assertThat(heard).isEmpty();
    assertThat(sent()).isEmpty();
    it.receive(request());
    assertThat(sent()).containsExactly("iq result");
  }

  /** A caller-runs policy or a wrapper may do this. */
  @Test
  void that_runs_a_task_and_throws_runs_it_once() {
    EmbeddedSession other =
        EmbeddedSession.managed(
            task -> {
              task.run();
              throw new IllegalStateException("thrown by a test");
            });
    other.router.messages(message -> heard.add(String.valueOf(message.id())));
    other.receive(message("1"));
    other.pass(Duration.ofSeconds(2));
    other.receive(message("2"));
    other.pass(Duration.ofSeconds(2));
    assertThat(heard).containsExactly("1", "2");
    assertThat(other.router.inflow().backlog().stanzas()).isZero();
  }

  /** The loss can't be detected, but the server still has the stanza, and requests are answered. */
  @Test
  void that_drops_tasks_in_silence_costs_no_acknowledged_message() {
    EmbeddedSession other = EmbeddedSession.managed(task -> {});
    other.router.requests(Iq.Type.GET, "query", "test:q", request -> Reply.result().now());
    other.receive(message("1"));
    other.receive(request());
    other.receive(R);
    other.pass(RequestAnswers.LIMIT);
    Element acknowledged = other.sent();
    assertThat(acknowledged.attribute("h")).isEqualTo("0");
    assertThat(StanzaError.of(other.sent()).condition())
        .isEqualTo(StanzaError.Condition.RESOURCE_CONSTRAINT);
  }

  @Test
  void tells_who_wants_to_hear_what_it_dropped_before() {
    List<Dropped> told = new ArrayList<>();
    it.router.drops(told::add);
    moody.refusal =
        () -> {
          throw new RejectedExecutionException("refused by a test");
        };
    it.receive(Element.of("post", Stanza.NAMESPACE));
    assertThat(told).isEmpty();
    moody.refusal = () -> {};
    it.pass(Duration.ofSeconds(1));
    assertThat(told).extracting(Dropped::reason).containsExactly(Dropped.Reason.UNKNOWN);
  }
}
