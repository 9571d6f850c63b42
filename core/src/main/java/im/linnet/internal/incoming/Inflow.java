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
 * What one client has read and its user's code has not seen to yet; stops reading while it is too
 * much, or there is no thread to run that code on. Outlives connections. Counting is for any
 * thread, the rest belongs to the event loop.
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

  /** Answers that wait for who asked: each was wanted, so only the hard limit counts them. */
  private final AtomicInteger answers = new AtomicInteger();

  private final AtomicLong answerBytes = new AtomicLong();
  private final AtomicBoolean reviewing = new AtomicBoolean();
  private volatile State state = State.READING;

  private @Nullable Channel line;
  private BooleanSupplier awaiting = () -> false;
  private boolean refused;

  /**
   * Of a client that has received nothing.
   *
   * @param limits how much may wait
   * @param loop the client's event loop
   * @param observer is told on the event loop when reading pauses and when it goes on
   */
  public Inflow(BacklogLimits limits, Executor loop, Consumer<Backlog> observer) {
    this.limits = limits;
    this.loop = loop;
    this.observer = observer;
  }

  /** {@return what waits} */
  public Backlog backlog() {
    return new Backlog(stanzas.get() + answers.get(), bytes.get() + answerBytes.get(), isPaused());
  }

  /** Whether nothing is read for now; any thread may ask. */
  public boolean isPaused() {
    return state != State.READING;
  }

  /**
   * A connection begins.
   *
   * @param channel the connection
   * @param awaits whether something is awaited from the server
   */
  public void begin(Channel channel, BooleanSupplier awaits) {
    line = channel;
    awaiting = awaits;
  }

  /** A connection has ended: there is nothing to stop any more. */
  public void end(Channel channel) {
    if (line == channel) {
      line = null;
      awaiting = () -> false;
      enter(State.READING);
      channel.config().setAutoRead(true);
    }
  }

  /** Callbacks find no thread, or find one again. */
  void refused(boolean now) {
    refused = now;
    review();
  }

  /** Whether callbacks find no thread. */
  boolean isRefused() {
    return refused;
  }

  /** Something waits now. */
  public void took(int size) {
    stanzas.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** It has been seen to. */
  public void done(int size) {
    int left = stanzas.decrementAndGet();
    long leftBytes = bytes.addAndGet(-size);
    if (isPaused() && isLess(left, leftBytes)) {
      nudge();
    }
  }

  /** An answer waits now to be handed to who asked. */
  void tookAnswer(int size) {
    answers.incrementAndGet();
    answerBytes.addAndGet(size);
  }

  /** It is handed over. */
  void doneAnswer(int size) {
    answers.decrementAndGet();
    answerBytes.addAndGet(-size);
    if (isPaused() && isLess(stanzas.get(), bytes.get())) {
      nudge();
    }
  }

  /** Something may be awaited now: has reading go on. From any thread. */
  public void nudge() {
    if (isPaused() && reviewing.compareAndSet(false, true)) {
      try {
        loop.execute(
            () -> {
              reviewing.set(false);
              review();
            });
      } catch (RejectedExecutionException shutDown) {
        // Nothing is read any more.
      }
    }
  }

  /** Pauses or goes on, as it should be now. */
  public void review() {
    State next = next();
    // What was done before others could see the new state has told nobody: so look again.
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

  /** Whether so little is left that reading may go on. */
  private boolean isLess(int waiting, long size) {
    return state == State.STOPPED
        ? !isAlmostFull(waiting, size)
        : !isOver(waiting, size, limits.pauseStanzas() / 2, limits.pauseBytes() / 2);
  }

  /** The same with the answers that wait. */
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
