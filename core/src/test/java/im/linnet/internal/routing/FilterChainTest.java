package im.linnet.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.routing.Filtered.Answered;
import im.linnet.internal.routing.Filtered.Passed;
import im.linnet.internal.routing.Filtered.Stopped;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FilterChainTest {

  private static final Jid ROMEO = Jid.of("romeo@example.test");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FilterChain chain =
      new FilterChain(channel.eventLoop(), Runnable::run, Duration.ofSeconds(10));

  /** What the filters were asked about, in order. */
  private final List<String> asked = new ArrayList<>();

  FilterChainTest() {
    channel.freezeTime();
  }

  private static Message message(String text) {
    return Message.chat(ROMEO, text);
  }

  private static String text(Stanza stanza) {
    List<Element> children = stanza.element().children();
    return children.isEmpty() ? "" : children.get(0).text();
  }

  /** A filter that judges in both directions alike. */
  private final class Judge implements Filter {

    private final String name;
    private final Function<Stanza, @Nullable Verdict> verdict;

    Judge(String name, Function<Stanza, @Nullable Verdict> verdict) {
      this.name = name;
      this.verdict = verdict;
    }

    @Override
    public Verdict outgoing(Stanza stanza) {
      asked.add(name + " out " + text(stanza));
      return judged(stanza);
    }

    @Override
    public Verdict incoming(Stanza stanza) {
      asked.add(name + " in " + text(stanza));
      return judged(stanza);
    }

    @SuppressWarnings("NullAway") // a filter without a verdict is a test
    private Verdict judged(Stanza stanza) {
      return verdict.apply(stanza);
    }
  }

  private Filter judge(String name, Function<Stanza, @Nullable Verdict> verdict) {
    return new Judge(name, verdict);
  }

  private Filter passing(String name) {
    return judge(name, stanza -> Verdict.pass());
  }

  private Stopped stopped(Stanza stanza) {
    return (Stopped) chain.outgoing(stanza).join();
  }

  @Test
  void without_filters_a_stanza_passes_as_it_is() {
    assertThat(chain.isEmpty()).isTrue();
    assertThat(FilterChain.none().isEmpty()).isTrue();
    Message message = message("one");
    assertThat(chain.outgoing(message)).isCompletedWithValue(new Passed(List.of(), message));
    assertThat(chain.incoming(message)).isCompletedWithValue(new Passed(List.of(), message));
  }

  @Test
  void outgoing_stanzas_pass_in_order_and_incoming_ones_in_the_opposite() {
    chain.set(List.of(passing("a"), passing("b")));
    assertThat(chain.isEmpty()).isFalse();
    chain.outgoing(message("1")).join();
    chain.incoming(message("2")).join();
    assertThat(asked).containsExactly("a out 1", "b out 1", "b in 2", "a in 2");
  }

  @Test
  void later_filters_see_what_replaced_a_stanza() {
    Message other = message("other");
    chain.set(List.of(judge("a", stanza -> Verdict.replace(other)), passing("b")));
    assertThat(chain.outgoing(message("one"))).isCompletedWithValue(new Passed(List.of(), other));
    assertThat(asked).containsExactly("a out one", "b out other");
  }

  /** A stanza that nobody would release later is not held. */
  @Test
  void nothing_is_held_once_there_are_no_timers() {
    DefaultEventExecutor over = new DefaultEventExecutor();
    over.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    FilterChain late = new FilterChain(over, Runnable::run, Duration.ofSeconds(10));
    late.set(List.of(judge("a", stanza -> Verdict.later(new CompletableFuture<>()))));
    assertThat(late.outgoing(message("one")).getNow(null))
        .isInstanceOfSatisfying(
            Stopped.class,
            stopped ->
                assertThat(stopped.why()).hasRootCauseInstanceOf(HeldStanza.ClosedException.class));
  }

  private static Iq request(String id) {
    return Iq.get(ROMEO, Element.of("query", "test:q")).withId(id);
  }

  @Test
  void a_stanza_is_replaced_by_one_of_its_kind_alone() {
    chain.set(List.of(judge("a", stanza -> Verdict.replace(Presence.available()))));
    assertThat(stopped(message("one")).why())
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("what replaces a stanza must be of its class, an IQ of its id, too");
    assertThat(stopped(message("one")).broken()).isTrue();
  }

  @Test
  void an_iq_is_replaced_by_one_with_its_id_alone() {
    chain.set(List.of(judge("a", stanza -> Verdict.replace(request("1")))));
    assertThat(chain.outgoing(request("1")).join()).isInstanceOf(Passed.class);
    assertThat(stopped(request("2")).broken()).isTrue();
  }

  @Test
  void what_is_dropped_goes_no_further() {
    chain.set(List.of(judge("a", stanza -> Verdict.drop("too loud")), passing("b")));
    Stopped dropped = stopped(message("one"));
    assertThat(dropped.broken()).isFalse();
    assertThat(dropped.why())
        .hasMessageContaining("The filter Judge lets it go no further: too loud")
        .hasNoCause();
    assertThat(dropped.why().retryable()).isFalse();
    assertThat(asked).containsExactly("a out one");
  }

  @Test
  void a_request_may_be_answered_by_a_filter() {
    Iq reply = request("1").result(null);
    chain.set(List.of(judge("a", stanza -> Verdict.answer(reply)), passing("b")));
    assertThat(chain.outgoing(request("1"))).isCompletedWithValue(new Answered(List.of(), reply));
    assertThat(asked).containsExactly("a out ");
  }

  @Test
  void only_a_request_is_answered_and_only_by_its_answer() {
    Iq reply = request("1").result(null);
    chain.set(List.of(judge("a", stanza -> Verdict.answer(reply))));
    assertThat(stopped(message("one")).why())
        .hasRootCauseMessage("only a request can be answered, by a result or an error with its id");
    assertThat(stopped(request("2")).why()).hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(stopped(reply).why()).hasRootCauseInstanceOf(IllegalArgumentException.class);
    chain.set(List.of(judge("a", stanza -> Verdict.answer(request("1")))));
    assertThat(stopped(request("1")).why()).hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inserted_stanzas_go_before_it_through_the_filters_behind() {
    chain.set(
        List.of(
            passing("a"),
            judge(
                "b",
                stanza ->
                    text(stanza).equals("one")
                        ? Verdict.pass().behind(message("first"), message("dropped"), message("x"))
                        : Verdict.pass()),
            judge(
                "c",
                stanza ->
                    text(stanza).equals("dropped")
                        ? Verdict.drop("a test").behind(message("in its place"))
                        : Verdict.pass())));
    Filtered filtered = chain.outgoing(message("one")).join();
    assertThat(filtered).isInstanceOf(Passed.class);
    assertThat(filtered.ahead())
        .extracting(FilterChainTest::text)
        .containsExactly("first", "in its place", "x");
    assertThat(asked)
        .containsExactly(
            "a out one", "b out one", "c out first", "c out dropped", "c out x", "c out one");
  }

  @Test
  void inserted_stanzas_go_even_if_the_stanza_does_not() {
    chain.set(List.of(judge("a", stanza -> Verdict.drop("a test").behind(message("instead")))));
    assertThat(stopped(message("one")).ahead())
        .extracting(FilterChainTest::text)
        .containsExactly("instead");
  }

  @Test
  void a_filter_may_decide_later() {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    chain.set(List.of(judge("a", stanza -> Verdict.later(decision)), passing("b")));
    CompletableFuture<Filtered> filtered = chain.outgoing(message("one"));
    assertThat(filtered).isNotDone();
    assertThat(asked).containsExactly("a out one");
    decision.complete(Verdict.replace(message("other")));
    assertThat(text(((Passed) filtered.join()).stanza())).isEqualTo("other");
    assertThat(asked).containsExactly("a out one", "b out other");
    assertThat(channel.runScheduledPendingTasks()).as("no timer is left").isEqualTo(-1);
  }

  @Test
  void a_filter_that_decides_too_late_has_not_let_it_pass() {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    chain.set(List.of(judge("a", stanza -> Verdict.later(decision))));
    CompletableFuture<Filtered> filtered = chain.outgoing(message("one"));
    channel.advanceTimeBy(9, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(filtered).isNotDone();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    Stopped late = (Stopped) filtered.join();
    assertThat(late.broken()).isTrue();
    assertThat(late.why())
        .hasMessageContaining("The filter Judge has not let it pass: no decision within PT10S")
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(late.why().retryable()).isTrue();
    decision.complete(Verdict.pass());
    assertThat(filtered.join()).isSameAs(late);
  }

  private void fails(Function<Stanza, @Nullable Verdict> verdict, Class<?> cause) {
    chain.set(List.of(judge("a", verdict)));
    Stopped broken = stopped(message("one"));
    assertThat(broken.broken()).isTrue();
    assertThat(broken.why())
        .hasMessageContaining("The filter Judge has not let it pass: it failed")
        .hasCauseInstanceOf(cause.asSubclass(Throwable.class));
    assertThat(broken.why().retryable()).isFalse();
  }

  @Test
  void nothing_passes_a_filter_that_fails() {
    fails(
        stanza -> {
          throw new IllegalStateException("a test");
        },
        IllegalStateException.class);
    fails(stanza -> null, NullPointerException.class);
    fails(
        stanza ->
            Verdict.later(CompletableFuture.failedFuture(new IllegalStateException("a test"))),
        IllegalStateException.class);
    fails(
        stanza -> Verdict.later(CompletableFuture.completedFuture(null)),
        NullPointerException.class);
  }

  /** A stage may be of any class. */
  @Test
  void nothing_passes_a_filter_whose_stage_fails() {
    fails(
        stanza ->
            Verdict.later(
                new CompletableFuture<Verdict>() {
                  @Override
                  public <U> CompletableFuture<U> handle(
                      BiFunction<? super Verdict, Throwable, ? extends U> next) {
                    throw new IllegalStateException("a test");
                  }
                }),
        IllegalStateException.class);
  }

  @Test
  void a_filter_lets_pass_what_it_does_not_judge() {
    Filter filter = new Filter() {};
    assertThat(filter.layer()).isEqualTo(Filter.Layer.CONTENT);
    chain.set(List.of(filter));
    assertThat(chain.outgoing(message("one")).join()).isInstanceOf(Passed.class);
    assertThat(chain.incoming(message("one")).join()).isInstanceOf(Passed.class);
  }

  @Test
  void stanzas_that_are_held_fail_when_the_client_is_closed() {
    CompletableFuture<Verdict> never = new CompletableFuture<>();
    chain.set(List.of(judge("a", stanza -> Verdict.later(never))));
    CompletableFuture<Filtered> held = chain.outgoing(message("one"));
    chain.close();
    Stopped over = (Stopped) held.join();
    assertThat(over.broken()).isTrue();
    assertThat(over.why())
        .hasMessageContaining("has not let it pass: the client was closed meanwhile");
    assertThat(over.why().retryable()).isFalse();
    assertThat(chain.outgoing(message("two"))).as("held afterwards").isCompleted();
  }

  @Test
  void what_runs_on_the_loop_is_done_on_one_of_the_threads() {
    CompletableFuture<Void> done = chain.onLoop(() -> asked.add("on the loop"));
    assertThat(asked).isEmpty();
    assertThat(done).isNotDone();
    channel.runPendingTasks();
    assertThat(asked).containsExactly("on the loop");
    assertThat(done).isCompleted();
  }

  @Test
  void a_while_is_a_tenth_of_a_second() {
    chain.inAWhile(() -> asked.add("later"));
    channel.advanceTimeBy(99, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(asked).isEmpty();
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(asked).containsExactly("later");
  }
}
