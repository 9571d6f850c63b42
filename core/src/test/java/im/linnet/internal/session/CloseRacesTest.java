package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.internal.callbacks.Completions;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.management.ResumeTerms;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closing, in every order with the other events of a client: every future completes, and once. */
@Tag("C07")
class CloseRacesTest {

  private enum Event {
    SEND,
    DELIVER,
    REQUEST,
    CONNECT,
    LOSS,
    TIMER_AND_BIND,
    CLOSE
  }

  /** One client and one order of events. */
  private static final class Run {

    final EmbeddedChannel time = new EmbeddedChannel();
    final List<String> states = new ArrayList<>();
    final List<CompletableFuture<?>> futures = new ArrayList<>();
    final Management management = new Management(time.eventLoop(), Records.none(time.eventLoop()));
    final boolean managed;
    final Duration limit;
    final Lifecycle life;
    EmbeddedChannel line = new EmbeddedChannel();
    CompletableFuture<BoundStream> attempt = new CompletableFuture<>();
    int ids;

    Run(boolean managed, Duration limit) {
      this.managed = managed;
      this.limit = limit;
      time.freezeTime();
      SerialExecutor callbacks = new SerialExecutor(Runnable::run);
      Router router = new Router(callbacks);
      router.states(state -> states.add(state.getClass().getSimpleName()));
      life =
          new Lifecycle(
              time.eventLoop(),
              router,
              new Completions(Runnable::run, callbacks, time.eventLoop()),
              KeepAlive.ping(Duration.ofMinutes(1)),
              Duration.ofSeconds(5),
              new Reconnector(
                  outage -> Duration.ofSeconds(10), time.eventLoop(), InstantSource.system()),
              new SessionCarryOver(management, Records.none(time.eventLoop())),
              this::attempt);
    }

    private CompletableFuture<BoundStream> attempt(@Nullable StreamException redirect) {
      attempt = new CompletableFuture<>();
      return attempt;
    }

    void happens(Event event) {
      switch (event) {
        case SEND -> note(() -> life.sender().send(Presence.available().element()));
        case DELIVER -> note(() -> life.sender().deliver(Presence.available().element()));
        case REQUEST -> note(() -> life.sender().request(question(), Duration.ofSeconds(30)));
        case CONNECT -> futures.add(life.connect());
        case LOSS -> line.close();
        case TIMER_AND_BIND -> {
          pass(Duration.ofSeconds(10));
          bind();
        }
        case CLOSE -> futures.add(life.close(limit));
      }
    }

    private Iq question() {
      return Iq.get(null, Element.of("query", "test:q")).withId("q" + ids++);
    }

    private void note(Supplier<CompletableFuture<?>> action) {
      try {
        futures.add(action.get());
      } catch (XmppException noSession) {
        assertThat(noSession).hasMessageNotContaining("null");
      }
    }

    /** What a negotiator does when it is done. */
    void bind() {
      if (attempt.isDone()) {
        return;
      }
      if (managed) {
        management.enabled(
            Jid.of(EmbeddedSession.FULL), new ResumeTerms("id", Duration.ofMinutes(5), null));
      }
      BoundStream stream = EmbeddedSession.stream(managed);
      line = new EmbeddedChannel();
      line.freezeTime();
      line.pipeline().addLast(life.begin(stream));
      attempt.complete(stream);
      settle();
    }

    void settle() {
      for (int i = 0; i < 3; i++) {
        time.runPendingTasks();
        line.runPendingTasks();
      }
    }

    void pass(Duration span) {
      for (EmbeddedChannel channel : List.of(time, line)) {
        channel.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
      }
      settle();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, true, 5",
    "true, true, false, 5",
    "true, false, true, 5",
    "true, false, false, 5",
    "false, true, true, 5",
    "false, true, false, 5",
    "true, true, true, 0",
    "false, true, true, 0"
  })
  void end_all_that_was_begun(boolean connected, boolean managed, boolean stepwise, int limit) {
    List<Event[]> orders = new ArrayList<>();
    permute(Event.values(), 0, orders);
    for (Event[] order : orders) {
      Run run = new Run(managed, Duration.ofSeconds(limit));
      if (connected) {
        run.happens(Event.CONNECT);
        run.settle();
        run.bind();
      }
      for (Event event : order) {
        run.happens(event);
        if (stepwise) {
          run.settle();
        }
      }
      run.settle();
      for (int i = 0; i < 3; i++) {
        run.pass(Duration.ofMinutes(10));
      }
      String told = Arrays.toString(order) + run.states;
      assertThat(run.futures).as(told).allMatch(CompletableFuture::isDone);
      assertThat(run.states).as(told).endsWith("Closed").containsOnlyOnce("Closing", "Closed");
      assertThat(run.line.isOpen() && run.line.pipeline().get(SessionHandler.class) != null)
          .as("a connection that is left: %s", told)
          .isFalse();
    }
  }

  private static void permute(Event[] events, int from, List<Event[]> orders) {
    if (from == events.length) {
      orders.add(events.clone());
    }
    for (int i = from; i < events.length; i++) {
      swap(events, from, i);
      permute(events, from + 1, orders);
      swap(events, from, i);
    }
  }

  private static void swap(Event[] events, int one, int other) {
    Event kept = events[one];
    events[one] = events[other];
    events[other] = kept;
  }
}
