package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.internal.callbacks.CallbackThreads;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.routing.FilterChain;
import im.linnet.internal.routing.Filtered;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A client is closed at the moment when something begins that would outlive it. */
public final class CloseRaces {

  private CloseRaces() {}

  /** A filter holds a stanza when the client is closed. */
  @JCStressTest
  @State
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The stanza has failed, and waits for nobody")
  public static class HeldStanza {

    private final HandLoop loop = new HandLoop();
    private final FilterChain chain = new FilterChain(loop, Runnable::run, Duration.ofSeconds(10));
    private @Nullable CompletableFuture<Filtered> held;

    /** A filter that never decides. */
    public HeldStanza() {
      chain.set(
          List.of(
              new Filter() {
                @Override
                public Verdict outgoing(Stanza stanza) {
                  return Verdict.later(new CompletableFuture<>());
                }
              }));
    }

    /** Sends. */
    @Actor
    public void send() {
      held = chain.outgoing(Presence.available());
    }

    /** Closes. */
    @Actor
    public void close() {
      chain.close();
    }

    /** Looks. */
    @Arbiter
    public void count(I_Result result) {
      loop.run();
      CompletableFuture<Filtered> outcome = held;
      result.r1 = outcome != null && outcome.isDone() ? 1 : 0;
    }
  }

  /** The user's executor refuses a callback when the client is closed. */
  @JCStressTest
  @State
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The callback was dropped or refused, once")
  public static class RefusedCallback {

    private final HandLoop loop = new HandLoop();
    private final AtomicInteger told = new AtomicInteger();
    private final CallbackThreads threads =
        new CallbackThreads(
            task -> {
              throw new RejectedExecutionException();
            },
            loop);

    private final class Told implements SerialExecutor.Task {

      @Override
      public void run() {
        told.addAndGet(100);
      }

      @Override
      public void dropped() {
        told.incrementAndGet();
      }
    }

    /** Submits. */
    @Actor
    public void submit() {
      try {
        threads.execute(new Told());
      } catch (RejectedExecutionException closed) {
        told.incrementAndGet();
      }
    }

    /** Closes; on the event loop, as nobody else is it. */
    @Actor
    public void close() {
      threads.end();
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result result) {
      loop.run();
      result.r1 = told.get();
    }
  }
}
