package im.linnet.internal.incoming;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client has read and its callbacks have not handled yet. Stops reading while that is
 * too much, or while no thread runs callbacks. Survives reconnects. Any thread may count; the rest
 * belongs to the event loop.
 *
 * <pre>
 *             much, nothing awaited
 *   READING ───────────────────────► PAUSED
 *    │  ▲ ◄─half of it, or awaited────┘ │
 *    │  └──three quarters──┐            │
 *    └─────too much──────► STOPPED ◄────┘
 * </pre>
 */
public final class Inflow {

  private enum State {
    READING,
    PAUSED,
    STOPPED
  }

  private final BacklogLimits limits;
  private final Executor loop;
  private final Consumer<Backlog> observer;
  private final AtomicInteger stanzas = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** Answers not handed over yet. They were requested, so only the hard limit counts them. */
  private final AtomicInteger answers = new AtomicInteger();

  private final AtomicLong answerBytes = new AtomicLong();
  private final AtomicBoolean reviewing = new AtomicBoolean();
  private volatile State state = State.READING;

  private @Nullable Channel line;
  private BooleanSupplier awaiting = () -> false;
  private boolean refused;

  /**
   * The count of a client that has received nothing.
   *
   * @param limits how much may wait
   * @param loop the client's event loop
   * @param observer called on the event loop when reading pauses or resumes
   */
  public Inflow(BacklogLimits limits, Executor loop, Consumer<Backlog> observer) {
    this.limits = limits;
    this.loop = loop;
    this.observer = observer;
  }

  /** {@return the stanzas and answers not handled yet} */
  public Backlog backlog() {
    return Backlog.of(stanzas.get() + answers.get(), bytes.get() + answerBytes.get(), isPaused());
  }

  /** Whether reading is paused; any thread may ask. */
  public boolean isPaused() {
    return state != State.READING;
  }

  /**
   * A connection begins.
   *
   * @param channel the connection
   * @param awaits whether an answer or acknowledgement from the server is awaited
   */
  public void begin(Channel channel, BooleanSupplier awaits) {
    line = channel;
    awaiting = awaits;
  }

  /** The connection has ended; there is nothing to pause. */
  public void end(Channel channel) {
    if (line == channel) {
      line = null;
      awaiting = () -> false;
      enter(State.READING);
      channel.config().setAutoRead(true);
    }
  }

  /** The executor for callbacks begins to reject tasks, or accepts them again. */
  void refused(boolean now) {
    refused = now;
    review();
  }

  /** Whether callbacks find no thread. */
  boolean isRefused() {
    return refused;
  }

  /** A stanza of this size, in bytes, is queued. */
  public void took(int size) {
    stanzas.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** A stanza of this size, in bytes, has been handled. */
  public void done(int size) {
    int left = stanzas.decrementAndGet();
    long leftBytes = bytes.addAndGet(-size);
    if (isPaused() && isLess(left, leftBytes)) {
      nudge();
    }
  }

  /** An answer of this size, in bytes, is queued. */
  void tookAnswer(int size) {
    answers.incrementAndGet();
    answerBytes.addAndGet(size);
  }

  /** An answer of this size, in bytes, has been handed over. */
  void doneAnswer(int size) {
    answers.decrementAndGet();
    answerBytes.addAndGet(-size);
    if (isPaused() && isLess(stanzas.get(), bytes.get())) {
      nudge();
    }
  }

  /** Checks again whether to read, as something may be awaited now. From any thread. */
  public void nudge() {
    if (isPaused() && reviewing.compareAndSet(false, true)) {
      try {
        loop.execute(
            () -> {
              reviewing.set(false);
              review();
            });
      } catch (RejectedExecutionException shutDown) {
        // The loop has shut down: nothing is read any more.
      }
    }
  }

  /** Pauses or resumes reading as the counts demand. */
  public void review() {
    State next = next();
    // Callbacks that finished before the new state was visible did not trigger a check: check
    // again.
    while (next != state) {
      enter(next);
      next = next();
    }
  }

  private State next() {
    int waiting = stanzas.get();
    long size = bytes.get();
    if (line == null) {
      return State.READING;
    }
    if (isOverAll(waiting, size, limits.mostStanzas(), limits.mostBytes())) {
      return State.STOPPED;
    }
    return switch (state) {
      case STOPPED -> isAlmostFull(waiting, size) ? State.STOPPED : reading(waiting, size, 1);
      case PAUSED -> reading(waiting, size, 2);
      case READING -> reading(waiting, size, 1);
    };
  }

  private State reading(int waiting, long size, int part) {
    boolean much =
        refused || isOver(waiting, size, limits.pauseStanzas() / part, limits.pauseBytes() / part);
    return much && !awaiting.getAsBoolean() ? State.PAUSED : State.READING;
  }

  private boolean isAlmostFull(int waiting, long size) {
    int most = limits.mostStanzas();
    long mostBytes = limits.mostBytes();
    return isOverAll(waiting, size, most - most / 4, mostBytes - mostBytes / 4);
  }

  /** Whether few enough are left to resume reading. */
  private boolean isLess(int waiting, long size) {
    return state == State.STOPPED
        ? !isAlmostFull(waiting, size)
        : !isOver(waiting, size, limits.pauseStanzas() / 2, limits.pauseBytes() / 2);
  }

  /** The same including answers. */
  private boolean isOverAll(int waiting, long size, int most, long mostBytes) {
    return isOver(waiting + answers.get(), size + answerBytes.get(), most, mostBytes);
  }

  private static boolean isOver(int waiting, long size, int most, long mostBytes) {
    return waiting > most || size > mostBytes;
  }

  private void enter(State next) {
    boolean was = isPaused();
    state = next;
    boolean paused = isPaused();
    if (was == paused) {
      return;
    }
    Channel now = line;
    if (now != null) {
      now.config().setAutoRead(!paused);
    }
    observer.accept(backlog());
  }
}
