package im.linnet.internal.incoming;

import im.linnet.connection.Dropped.Reason;
import im.linnet.internal.callbacks.CallbackProgress;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.journal.Arrival;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The serial order of a client's callbacks. Each counts as waiting until it ends, and carries the
 * number of the stanza it belongs to. Belongs to the event loop unless stated otherwise.
 */
final class Turns {

  private static final long NONE = 0;

  private final Executor callbacks;
  private final Inflow inflow;
  private final Drops drops;
  private final CallbackProgress order = new CallbackProgress();
  private final Arrivals arrivals = new Arrivals();
  private long arrived;

  /** Set when queued stanzas are left to another client. */
  private volatile boolean left;

  /**
   * No callback is queued yet.
   *
   * @param callbacks runs the callbacks, one after the other
   * @param inflow counts what waits
   * @param drops counts callbacks that never run
   */
  Turns(Executor callbacks, Inflow inflow, Drops drops) {
    this.callbacks = callbacks;
    this.inflow = inflow;
    this.drops = drops;
  }

  /** A counted stanza has arrived (XEP-0198); the next callbacks belong to it. */
  void arrived() {
    arrived++;
  }

  /**
   * A stream begins or is resumed.
   *
   * @param stream its id; null if its stanzas have no numbers
   * @param counted how many of its stanzas were counted before
   */
  void begin(@Nullable String stream, long counted) {
    arrivals.begin(arrived, arrived - unseen(), stream, counted);
  }

  /** The stanza whose callback runs on this thread, or null; any thread may ask. */
  @Nullable Arrival current() {
    return arrivals.current();
  }

  /** For how many of the last stanzas a callback is queued or running. */
  long unseen() {
    return arrived - order.reached(arrived);
  }

  /**
   * Runs a task, on any thread, once all callbacks queued so far have ended. Does nothing if they
   * already have.
   */
  void whenSeen(Runnable task) {
    order.whenSeen(task);
  }

  /** Queues a callback; its stanza counts as waiting until it ends. */
  void give(Element about, int size, Runnable callback) {
    inflow.took(size);
    order.give(arrived);
    callbacks.execute(new PendingCallback(about, arrived, size, callback));
  }

  /** Queues a callback about an element that is not a stanza. */
  void giveUnnumbered(Element about, int size, Runnable callback) {
    give(about, size, () -> arrivals.run(NONE, callback));
  }

  /**
   * Queues a callback that delays the next one until the stage it returns completes. It is given
   * what runs on other threads in its name.
   */
  void giveHolding(
      Element about, int size, Function<Consumer<Runnable>, CompletionStage<?>> callback) {
    inflow.took(size);
    order.give(arrived);
    callbacks.execute(new HeldUp(about, arrived, size, callback));
  }

  /** A callback that goes on on other threads. */
  interface Continued extends SerialExecutor.Holding {

    /** Sets how tasks run in its name on other threads; called before it runs. */
    void continueBy(Consumer<Runnable> inItsName);
  }

  /** Queues a callback that does its own counting and belongs to the last stanza that arrived. */
  void give(SerialExecutor.Holding callback) {
    long number = arrived;
    order.give(number);
    if (callback instanceof Continued continued) {
      continued.continueBy(task -> arrivals.run(number, task));
    }
    callbacks.execute(new Numbered(number, callback));
  }

  /** Queues a callback that belongs to no stanza. It counts as waiting; from any thread. */
  void count(int size, Runnable callback) {
    inflow.took(size);
    callbacks.execute(new Counting(size, callback));
  }

  /** Runs a task after all queued callbacks; from any thread. */
  void afterAll(Runnable task) {
    callbacks.execute(task);
  }

  /** Leaves queued stanzas to another client: subscribers no longer receive them. */
  void leave() {
    left = true;
  }

  /** Whether queued stanzas are left to another client; any thread may ask. */
  boolean isLeft() {
    return left;
  }

  /** A callback that has to run; what it is about counts as waiting until then. */
  private abstract class Queued implements SerialExecutor.Task {

    final long number;
    final int size;
    private final Element about;

    Queued(Element about, long number, int size) {
      this.about = about;
      this.number = number;
      this.size = size;
    }

    @Override
    public final void dropped() {
      inflow.done(size);
      drops.add(about, Reason.REFUSED);
    }
  }

  /** A callback that is over when it returns. */
  private final class PendingCallback extends Queued {

    private final Runnable callback;

    PendingCallback(Element about, long number, int size, Runnable callback) {
      super(about, number, size);
      this.callback = callback;
    }

    @Override
    public void run() {
      try {
        if (!left) {
          arrivals.run(number, callback);
          order.see(number);
        }
      } finally {
        inflow.done(size);
      }
    }
  }

  /** A callback that may delay those behind it. */
  private final class HeldUp extends Queued implements SerialExecutor.Holding {

    private final Function<Consumer<Runnable>, CompletionStage<?>> callback;
    private @Nullable CompletableFuture<?> held;

    HeldUp(
        Element about,
        long number,
        int size,
        Function<Consumer<Runnable>, CompletionStage<?>> callback) {
      super(about, number, size);
      this.callback = callback;
    }

    @Override
    public void run() {
      if (left) {
        inflow.done(size);
        return;
      }
      held =
          begun()
              .handle(
                  (result, failure) -> {
                    if (!left) {
                      order.see(number);
                    }
                    inflow.done(size);
                    return result;
                  })
              .toCompletableFuture();
    }

    private CompletionStage<?> begun() {
      try {
        return callback.apply(task -> arrivals.run(number, task));
      } catch (Throwable failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return held;
    }
  }

  /** A counted callback that belongs to no stanza. */
  private final class Counting implements SerialExecutor.Task {

    private final int size;
    private final Runnable callback;

    Counting(int size, Runnable callback) {
      this.size = size;
      this.callback = callback;
    }

    @Override
    public void run() {
      try {
        callback.run();
      } finally {
        inflow.done(size);
      }
    }

    @Override
    public void dropped() {
      inflow.done(size);
    }
  }

  /** A callback that carries a stanza's number. */
  private final class Numbered implements SerialExecutor.Holding {

    private final long number;
    private final SerialExecutor.Holding task;

    Numbered(long number, SerialExecutor.Holding task) {
      this.number = number;
      this.task = task;
    }

    @Override
    public void run() {
      try {
        arrivals.run(number, task);
      } finally {
        CompletionStage<?> holding = held();
        if (holding == null) {
          order.see(number);
        } else {
          holding.whenComplete((result, failure) -> order.see(number));
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return task.held();
    }

    @Override
    public void dropped() {
      task.dropped();
    }
  }
}
