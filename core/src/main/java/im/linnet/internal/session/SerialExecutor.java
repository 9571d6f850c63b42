package im.linnet.internal.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other in the order they came, on threads of another executor: the order
 * of a client's callbacks. A task that throws is logged and does not stop those behind it.
 */
public final class SerialExecutor implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  /** After so many tasks the thread is given back, so that one client can't keep it for ever. */
  private static final int BATCH = 256;

  /** A task that has to know if it never runs, as the executor refuses it. */
  interface Task extends Runnable {

    /** It will not run. */
    void dropped();
  }

  private final Executor threads;
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
        threads.execute(this::drain);
      } catch (RejectedExecutionException refused) {
        LOG.error("The executor for callbacks refuses them; they are lost", refused);
        discard();
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
      try {
        threads.execute(this::drain);
        return;
      } catch (RejectedExecutionException refused) {
        LOG.debug("The executor for callbacks takes no more; going on on this thread", refused);
      }
    }
  }

  /** Whether there is more to do after it. */
  private boolean drainBatch() {
    for (int done = 0; done < BATCH; done++) {
      Runnable task = tasks.poll();
      if (task != null) {
        run(task);
      }
      if (waiting.decrementAndGet() == 0) {
        return false;
      }
    }
    return true;
  }

  /** Drops what waits, so that the next task is tried anew. */
  private void discard() {
    do {
      if (tasks.poll() instanceof Task task) {
        task.dropped();
      }
    } while (waiting.decrementAndGet() > 0);
  }

  private void run(Runnable task) {
    since = System.nanoTime();
    try {
      task.run();
    } catch (Throwable failure) {
      LOG.error("A callback failed", failure);
    }
  }
}
