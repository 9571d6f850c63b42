package im.linnet.internal.callbacks;

import im.linnet.connection.Containment;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other in the order they came, on threads of another executor: the order
 * of a client's callbacks. A task that throws is logged and does not stop those behind it. What the
 * other executor refuses for good is dropped.
 */
public final class SerialExecutor implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  /** After so many tasks the thread is given back, so that one client can't keep it for ever. */
  private static final int BATCH = 256;

  /** A task that has to know if it never runs, as the executor refuses it. */
  public interface Task extends Runnable {

    /** It will not run. */
    void dropped();
  }

  /** A task that may hold up those behind it beyond its run. */
  public interface Holding extends Task {

    /**
     * Until when it holds up; asked after the run.
     *
     * @return ends, on whatever thread but an event loop, when the next may run; null for at once
     */
    @Nullable CompletionStage<?> held();
  }

  private final Executor threads;
  private final Turn turn = new Turn();
  private final Containment containment = new Containment(SerialExecutor.class, "A callback");
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long since;

  /**
   * An order of its own on shared threads.
   *
   * @param threads where the tasks run
   */
  public SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      try {
        turn.pass();
      } catch (Throwable refused) {
        LOG.debug("The executor for callbacks refuses them for good", refused);
        turn.dropped();
      }
    }
  }

  /** {@return how many tasks wait or run} */
  public int backlog() {
    return waiting.get();
  }

  /** How long the present task has run, in nanoseconds; 0 if there is none. */
  long runningNanos() {
    long began = since;
    return waiting.get() == 0 ? 0 : Math.max(0, System.nanoTime() - began);
  }

  private void drain() {
    while (drainBatch()) {
      if (isPassedOn()) {
        return;
      }
    }
  }

  private void drainLater() {
    if (!isPassedOn()) {
      drain();
    }
  }

  /** Whether another thread goes on; else this one has to. */
  private boolean isPassedOn() {
    try {
      turn.pass();
      return true;
    } catch (Throwable refused) {
      LOG.debug("The executor for callbacks takes no more; going on on this thread", refused);
      return !turn.take();
    }
  }

  /** Whether there is more to do after it. */
  private boolean drainBatch() {
    for (int done = 0; done < BATCH; done++) {
      Runnable task = tasks.poll();
      if (task != null) {
        run(task);
      }
      if ((task instanceof Holding holding && isHeldUp(holding))
          || waiting.decrementAndGet() == 0) {
        return false;
      }
    }
    return true;
  }

  private void run(Runnable task) {
    since = System.nanoTime();
    containment.run(task);
  }

  /** Whether others have to wait; then this order goes on by itself. */
  private boolean isHeldUp(Holding task) {
    CompletionStage<?> held = task.held();
    if (held == null || held.toCompletableFuture().isDone()) {
      return false;
    }
    held.whenComplete((result, failure) -> goOn());
    return true;
  }

  private void goOn() {
    if (waiting.decrementAndGet() > 0) {
      drainLater();
    }
  }

  /** Drops what waits, so that the next task is tried anew. */
  private void discard() {
    do {
      if (tasks.poll() instanceof Task task) {
        containment.run(task::dropped);
      }
    } while (waiting.decrementAndGet() > 0);
  }

  /** The right to work on the tasks: there is one, and whoever takes it first has it. */
  private final class Turn implements Task {

    private final AtomicBoolean free = new AtomicBoolean();

    void pass() {
      free.set(true);
      threads.execute(this);
    }

    boolean take() {
      return free.compareAndSet(true, false);
    }

    /** An executor that takes a task and throws all the same may run it again. */
    @Override
    public void run() {
      if (take()) {
        drain();
      }
    }

    @Override
    public void dropped() {
      if (take()) {
        discard();
      }
    }
  }
}
