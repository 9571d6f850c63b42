package im.linnet.internal.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
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

  private final Executor threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

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
      threads.execute(this::drain);
    }
  }

  /** {@return how many tasks wait or run} */
  public int backlog() {
    return waiting.get();
  }

  private void drain() {
    for (int done = 0; done < BATCH; done++) {
      Runnable task = tasks.poll();
      if (task != null) {
        run(task);
      }
      if (waiting.decrementAndGet() == 0) {
        return;
      }
    }
    threads.execute(this::drain);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      LOG.error("A callback failed", failure);
    }
  }
}
