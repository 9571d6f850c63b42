package im.linnet.internal.callbacks;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the executor for a client's callbacks, which may be the user's and may reject tasks.
 * Rejected tasks are kept in order and retried with a back-off from 10 ms to 1 s, until the
 * executor accepts them or the client is closed. Until then nothing is lost, and stanzas that wait
 * are not acknowledged. Safe for use by any thread.
 *
 * <pre>
 *   taking ──refused──► refusing ──5 s──► stuck
 *     ▲                    │                │
 *     └───────taken────────┴────────────────┘      any ──client closed──► over
 * </pre>
 */
public final class CallbackThreads implements Executor {

  /** Notified on the event loop when the executor begins or stops rejecting tasks. */
  public interface Observer {

    /**
     * The executor begins to reject tasks, or accepts them again.
     *
     * @param refusing whether it rejects them
     */
    void refusing(boolean refusing);

    /**
     * The executor has rejected tasks for {@link #PATIENCE}; called again after each further failed
     * retry.
     */
    void stuck();
  }

  /** How long tasks may be rejected before nothing should wait for a callback any longer. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long SHORTEST_MILLIS = 10;
  private static final long LONGEST_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(CallbackThreads.class);

  private final Executor threads;
  private final EventExecutor loop;
  private final LogThrottle warnings;
  private final Queue<SerialExecutor.Task> refused = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private final AtomicReference<State> state = new AtomicReference<>(State.TAKING);

  /** Whether the executor accepts tasks. */
  private enum State {
    TAKING,
    REFUSING,
    /** The client is closed. */
    OVER
  }

  // Belong to the event loop.
  private Observer observer = new Nobody();
  private long since;
  private long delayMillis;

  /**
   * A wrapper around an executor.
   *
   * @param threads the executor
   * @param loop the client's event loop
   */
  public CallbackThreads(Executor threads, EventExecutor loop) {
    this.threads = threads;
    this.loop = loop;
    this.warnings = new LogThrottle(loop.ticker()::nanoTime);
  }

  /**
   * Sets the observer; must be called before any task is submitted.
   *
   * @param next the observer
   */
  public void observe(Observer next) {
    observer = next;
  }

  /**
   * Runs a task, which must tolerate being run twice. Never throws unless the client is closed.
   *
   * @throws RejectedExecutionException if the client is closed and the executor rejects the task
   */
  @Override
  public void execute(Runnable task) {
    SerialExecutor.Task kept = task instanceof SerialExecutor.Task own ? own : new Plain(task);
    if (state.get() != State.REFUSING) {
      Throwable refusal = offer(kept);
      if (refusal == null) {
        return;
      }
      if (isOver()) {
        throw new RejectedExecutionException("The executor for callbacks refuses", refusal);
      }
      warn(refusal);
    }
    keep(kept);
  }

  /**
   * The exception with which the executor rejected the task, or null. Any exception counts as a
   * rejection.
   */
  private @Nullable Throwable offer(SerialExecutor.Task task) {
    try {
      threads.execute(task);
      return null;
    } catch (Throwable refusal) {
      return refusal;
    }
  }

  private void keep(SerialExecutor.Task task) {
    state.compareAndSet(State.TAKING, State.REFUSING);
    refused.add(task);
    if (isOver() && refused.remove(task)) {
      task.dropped();
    } else if (retrying.compareAndSet(false, true)) {
      onLoop(this::begin);
    }
  }

  /** Runs immediately on the event loop, so that nothing is acknowledged in between. */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException loopIsGone) {
      giveUp();
    }
  }

  private void warn(Throwable refusal) {
    long missed = warnings.claim();
    if (missed >= 0) {
      LOG.warn(
          "The executor for callbacks refuses a task: reading pauses until it takes it; see"
              + " ClientBuilder.callbacks ({} refusals before were not logged)",
          missed,
          refusal);
    }
  }

  private void begin() {
    state.compareAndSet(State.TAKING, State.REFUSING);
    since = loop.ticker().nanoTime();
    delayMillis = SHORTEST_MILLIS;
    observer.refusing(true);
    retryLater();
  }

  private void retryLater() {
    try {
      loop.schedule(this::retry, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException loopIsGone) {
      giveUp();
    }
    delayMillis = Math.min(2 * delayMillis, LONGEST_MILLIS);
  }

  private void retry() {
    if (isOver()) {
      return;
    }
    if (!offerAll()) {
      if (loop.ticker().nanoTime() - since >= PATIENCE.toNanos()) {
        observer.stuck();
      }
      retryLater();
      return;
    }
    state.compareAndSet(State.REFUSING, State.TAKING);
    retrying.set(false);
    if (!refused.isEmpty() && retrying.compareAndSet(false, true)) {
      // A task was added between the last check and the change of state.
      state.compareAndSet(State.TAKING, State.REFUSING);
      retryLater();
      return;
    }
    observer.refusing(false);
  }

  /** Whether the executor accepted all rejected tasks. */
  private boolean offerAll() {
    for (SerialExecutor.Task task = refused.peek(); task != null; task = refused.peek()) {
      if (offer(task) != null) {
        return false;
      }
      refused.poll();
    }
    return true;
  }

  /**
   * The client is closed: retries once, then drops what the executor rejects. On the event loop.
   */
  public void end() {
    if (!isOver()) {
      offerAll();
      giveUp();
    }
  }

  private boolean isOver() {
    return state.get() == State.OVER;
  }

  private void giveUp() {
    state.set(State.OVER);
    for (SerialExecutor.Task task = refused.poll(); task != null; task = refused.poll()) {
      task.dropped();
    }
  }

  /** A task that need not know when it is dropped. */
  private record Plain(Runnable task) implements SerialExecutor.Task {

    @Override
    public void run() {
      task.run();
    }

    @Override
    public void dropped() {}
  }

  private static final class Nobody implements Observer {

    @Override
    public void refusing(boolean refusing) {}

    @Override
    public void stuck() {}
  }
}
