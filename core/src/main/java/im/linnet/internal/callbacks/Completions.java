package im.linnet.internal.callbacks;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the tasks that complete users' futures: at once, or {@linkplain #forCaller() behind the
 * callbacks} that are due, so that extensions and subscribers know of the stream before. Safe for
 * use by any thread.
 */
public final class Completions implements Executor {

  /**
   * How long callbacks are waited for. One that takes longer may itself be waiting for the future.
   */
  static final long PATIENCE_MILLIS = 1_000;

  private final Executor threads;
  private final SerialExecutor callbacks;
  private final EventExecutor loop;

  /**
   * Completions of one client.
   *
   * @param threads run the tasks; never the event loop
   * @param callbacks the client's callbacks
   * @param loop the client's event loop
   */
  public Completions(Executor threads, SerialExecutor callbacks, EventExecutor loop) {
    this.threads = threads;
    this.callbacks = callbacks;
    this.loop = loop;
  }

  /** Runs a task without waiting for callbacks. */
  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /**
   * The executor for a future that the current thread asks for. It runs a task once the callbacks
   * that are due by then have run, but at the latest after a second. If this thread runs a
   * callback, nothing is waited for: the callback may block until the future is completed.
   *
   * @return the executor, whose tasks are submitted on the event loop
   */
  public Executor forCaller() {
    return callbacks.isRunningHere() ? this : this::afterCallbacks;
  }

  private void afterCallbacks(Runnable task) {
    Due due = new Due(task);
    Future<?> limit = loop.schedule(due, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    callbacks.execute(new Last(due, limit));
  }

  /** Runs its task at the first of two calls. */
  private final class Due implements Runnable {

    private final Runnable task;
    private final AtomicBoolean taken = new AtomicBoolean();

    Due(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        threads.execute(task);
      }
    }
  }

  /**
   * The callback behind those that are due.
   *
   * @param due is run now
   * @param limit would run it too late
   */
  private record Last(Runnable due, Future<?> limit) implements SerialExecutor.Task {

    @Override
    public void run() {
      limit.cancel(false);
      due.run();
    }

    @Override
    public void dropped() {
      run();
    }
  }
}
