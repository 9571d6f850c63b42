package im.linnet.internal.outgoing;

import im.linnet.connection.Containment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time in the order submitted, but lets the next one start if the current one's
 * thread waits for something: it may wait for a task behind it. A thread that is merely slow keeps
 * its turn. Safe for use by any thread.
 */
final class StartOrder {

  /** Runs a task after a while. */
  @FunctionalInterface
  interface Later {

    /**
     * Runs a task in a tenth of a second or so, on any thread.
     *
     * @param task the task, which is short
     * @throws RejectedExecutionException if there are no timers any more
     */
    void run(Runnable task);
  }

  private final Executor threads;
  private final Later later;
  private final Containment containment = new Containment(StartOrder.class, "A filter");
  private final AtomicReference<Running> last;

  /**
   * An order without tasks.
   *
   * @param threads run the tasks; must never reject one
   * @param later looks again at a task that takes long
   */
  StartOrder(Executor threads, Later later) {
    this.threads = threads;
    this.later = later;
    Running none = new Running(() -> {});
    none.run();
    this.last = new AtomicReference<>(none);
  }

  /** Runs a task once those before it have ended or wait. */
  void execute(Runnable task) {
    Running mine = new Running(task);
    Running before = last.getAndSet(mine);
    if (!before.over.isDone()) {
      before.lookLater();
    }
    before.over.whenComplete((over, failure) -> threads.execute(mine));
  }

  /** A task and the thread that it runs on. */
  private final class Running implements Runnable {

    private final Runnable task;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Thread thread;

    Running(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      containment.run(task);
      thread = null;
      over.complete(null);
    }

    /** Ends the turn of a task that waits. */
    void look() {
      if (over.isDone()) {
        return;
      }
      Thread mine = thread;
      if (mine != null && isWaiting(mine)) {
        over.complete(null);
      } else {
        lookLater();
      }
    }

    void lookLater() {
      try {
        later.run(this::look);
      } catch (RejectedExecutionException closed) {
        over.complete(null);
      }
    }

    private boolean isWaiting(Thread one) {
      return switch (one.getState()) {
        case WAITING, TIMED_WAITING, BLOCKED -> true;
        default -> false;
      };
    }
  }
}
