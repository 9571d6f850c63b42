package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.internal.callbacks.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads that submit callbacks meet the thread that runs them. */
public final class SerialExecutorRaces {

  private SerialExecutorRaces() {}

  /** Two threads submit a task; whoever is first runs both, or each runs its own. */
  @JCStressTest
  @State
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both ran, one at a time, and none waits")
  public static class TwoSubmit {

    private final SerialExecutor order = new SerialExecutor(Runnable::run);

    /** No atomic: the executor has to order the tasks. */
    private int ran;

    /** Submits. */
    @Actor
    public void one() {
      order.execute(() -> ran++);
    }

    /** Submits. */
    @Actor
    public void other() {
      order.execute(() -> ran++);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = ran;
      result.r2 = order.backlog();
    }
  }

  /** Two threads submit a task, and one shuts the threads behind down before. */
  @JCStressTest
  @State
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Each ran or was dropped, once")
  public static class ShutDown {

    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean closed;
    private final SerialExecutor order =
        new SerialExecutor(
            task -> {
              if (closed) {
                throw new RejectedExecutionException();
              }
              task.run();
            });

    private final class Told implements SerialExecutor.Task {

      @Override
      public void run() {
        told.incrementAndGet();
      }

      @Override
      public void dropped() {
        told.incrementAndGet();
      }
    }

    /** Submits. */
    @Actor
    public void one() {
      order.execute(new Told());
    }

    /** Shuts down, and submits. */
    @Actor
    public void other() {
      closed = true;
      order.execute(new Told());
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = told.get();
      result.r2 = order.backlog();
    }
  }

  /** A task holds the next one up until another thread completes its stage. */
  @JCStressTest
  @State
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The next task ran once, after the stage")
  public static class HeldUp {

    private final CompletableFuture<String> held = new CompletableFuture<>();
    private final SerialExecutor order = new SerialExecutor(Runnable::run);
    private int ran;

    private final class Holder implements SerialExecutor.Holding {

      @Override
      public void run() {}

      @Override
      public void dropped() {}

      @Override
      public CompletionStage<?> held() {
        return held;
      }
    }

    /** Submits the task that holds, and the next one. */
    @Actor
    public void submit() {
      order.execute(new Holder());
      order.execute(() -> ran += held.isDone() ? 1 : 100);
    }

    /** Completes the stage. */
    @Actor
    public void complete() {
      held.complete("");
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = ran;
      result.r2 = order.backlog();
    }
  }
}
