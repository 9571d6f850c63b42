package im.linnet.internal.callbacks;

import im.linnet.connection.Containment;
import im.linnet.internal.observe.Listeners;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order submitted, on the threads of another executor. An
 * exception from a task is logged and does not stop later tasks. Tasks are dropped once the other
 * executor rejects them for good.
 */
public final class SerialExecutor implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  /** After this many tasks the thread is released, so that one client can't occupy it forever. */
  private static final int BATCH = 256;

  /** A task that is notified if it will never run because the executor rejected it. */
  public interface Task extends Runnable {

    /** The task will not run. */
    void dropped();
  }

  /** A task that can delay the tasks behind it beyond its own run. */
  public interface Holding extends Task {

    /**
     * What the tasks behind this one wait for; called after the run.
     *
     * @return completes, on any thread but an event loop, when the next task may run; null for at
     *     once
     */
    @Nullable CompletionStage<?> held();
  }

  private final Executor threads;
  private final Turn turn = new Turn();
  private final Containment containment = new Containment(SerialExecutor.class, "A callback");
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final @Nullable Listeners listeners;
  private volatile long since;

  /** The thread that runs tasks, or null. */
  private final AtomicReference<@Nullable Thread> here = new AtomicReference<>();

  /**
   * A serial executor on shared threads.
   *
   * @param threads run the tasks
   */
  public SerialExecutor(Executor threads) {
    this.threads = threads;
    this.listeners = null;
  }

  /**
   * A serial executor whose slow tasks are reported.
   *
   * @param threads run the tasks
   * @param listeners are called with how long a task took
   */
  public SerialExecutor(Executor threads, Listeners listeners) {
    this.threads = threads;
    this.listeners = listeners;
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

  /** {@return how many tasks are queued or running} */
  public int backlog() {
    return waiting.get();
  }

  /** {@return whether the current thread runs a task of this executor} */
  boolean isRunningHere() {
    return here.get() == Thread.currentThread();
  }

  /** How long the current task has been running, in nanoseconds; 0 if none is. */
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

  /** Whether another thread continues the work; otherwise this one must. */
  private boolean isPassedOn() {
    try {
      turn.pass();
      return true;
    } catch (Throwable refused) {
      LOG.debug("The executor for callbacks takes no more; going on on this thread", refused);
      return !turn.take();
    }
  }

  /** Whether tasks are left after the batch. */
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
    long began = System.nanoTime();
    since = began;
    here.lazySet(Thread.currentThread());
    containment.run(task);
    here.lazySet(null);
    if (listeners != null && listeners.wantsSlowCallbacks()) {
      listeners.ran(System.nanoTime() - began);
    }
  }

  /** Whether later tasks must wait; if so, execution resumes when the stage completes. */
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

  /** Drops all queued tasks, so that the next one submitted is offered to the executor again. */
  private void discard() {
    do {
      if (tasks.poll() instanceof Task task) {
        containment.run(task::dropped);
      }
    } while (waiting.decrementAndGet() > 0);
  }

  /** The right to run the tasks. It is taken once for each pass. */
  private final class Turn implements Task {

    private final AtomicBoolean free = new AtomicBoolean();

    void pass() {
      free.set(true);
      threads.execute(this);
    }

    boolean take() {
      return free.compareAndSet(true, false);
    }

    /** An executor that accepts a task and still throws may run it again. */
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
