package im.linnet.internal.incoming;

import im.linnet.connection.Dropped.Reason;
import im.linnet.internal.callbacks.CallbackProgress;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order of a client's callbacks: each has its turn, counts as waiting until it is over, and
 * knows by number which of the stanzas that arrived it is of. Belongs to the event loop, where
 * nothing else is said.
 */
final class Turns {

  private final Executor callbacks;
  private final Inflow inflow;
  private final Drops drops;
  private final CallbackProgress order = new CallbackProgress();
  private long arrived;

  /** Set when what waits is left to another client. */
  private volatile boolean left;

  /**
   * Nothing waits yet.
   *
   * @param callbacks runs what has its turn, one after the other
   * @param inflow counts what waits
   * @param drops counts what is never run
   */
  Turns(Executor callbacks, Inflow inflow, Drops drops) {
    this.callbacks = callbacks;
    this.inflow = inflow;
    this.drops = drops;
  }

  /** A stanza that counts has arrived; what is given a turn next is of it. */
  void arrived() {
    arrived++;
  }

  /** Of how many of the stanzas that arrived last something waits or runs. */
  long unseen() {
    return arrived - order.reached(arrived);
  }

  /** Runs a task, on any thread, when all that was given has been seen to; not if it has been. */
  void whenSeen(Runnable task) {
    order.whenSeen(task);
  }

  /** Runs a callback in its turn; what it is about counts until it is over. */
  void give(Element about, int size, Runnable callback) {
    inflow.took(size);
    order.give(arrived);
    callbacks.execute(new PendingCallback(about, arrived, size, callback));
  }

  /** Runs a callback in its turn that holds up the next until what it returns has ended. */
  void giveHolding(Element about, int size, Supplier<CompletionStage<?>> callback) {
    inflow.took(size);
    order.give(arrived);
    callbacks.execute(new HeldUp(about, arrived, size, callback));
  }

  /** Runs a callback in its turn, which counts for itself, and is of the stanza that came last. */
  void give(SerialExecutor.Task callback) {
    order.give(arrived);
    callbacks.execute(new Numbered(arrived, callback));
  }

  /** Runs a callback in its turn that is of no stanza. It counts as waiting; from any thread. */
  void count(int size, Runnable callback) {
    inflow.took(size);
    callbacks.execute(new Counting(size, callback));
  }

  /** Runs something behind all callbacks that wait; from any thread. */
  void afterAll(Runnable task) {
    callbacks.execute(task);
  }

  /** What waits is left to another client: subscribers are not called with it any more. */
  void leave() {
    left = true;
  }

  /** Whether what waits is left to another client; any thread may ask. */
  boolean isLeft() {
    return left;
  }

  /** What waits for its turn. */
  private final class PendingCallback implements SerialExecutor.Task {

    private final Element about;
    private final long number;
    private final int size;
    private final Runnable callback;

    PendingCallback(Element about, long number, int size, Runnable callback) {
      this.about = about;
      this.number = number;
      this.size = size;
      this.callback = callback;
    }

    @Override
    public void run() {
      try {
        if (!left) {
          callback.run();
          order.see(number);
        }
      } finally {
        inflow.done(size);
      }
    }

    @Override
    public void dropped() {
      inflow.done(size);
      drops.add(about, Reason.REFUSED);
    }
  }

  /** What waits for its turn, and may hold up those behind it. */
  private final class HeldUp implements SerialExecutor.Holding {

    private final Element about;
    private final long number;
    private final int size;
    private final Supplier<CompletionStage<?>> callback;
    private @Nullable CompletableFuture<?> held;

    HeldUp(Element about, long number, int size, Supplier<CompletionStage<?>> callback) {
      this.about = about;
      this.number = number;
      this.size = size;
      this.callback = callback;
    }

    @Override
    public void run() {
      if (left) {
        inflow.done(size);
      } else {
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
    }

    private CompletionStage<?> begun() {
      try {
        return callback.get();
      } catch (Throwable failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return held;
    }

    @Override
    public void dropped() {
      inflow.done(size);
      drops.add(about, Reason.REFUSED);
    }
  }

  /** A callback that is of no stanza, and counts. */
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

  /** A callback that has a stanza's number. */
  private final class Numbered implements SerialExecutor.Holding {

    private final long number;
    private final SerialExecutor.Task task;

    Numbered(long number, SerialExecutor.Task task) {
      this.number = number;
      this.task = task;
    }

    @Override
    public void run() {
      try {
        task.run();
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
      return task instanceof SerialExecutor.Holding holding ? holding.held() : null;
    }

    @Override
    public void dropped() {
      task.dropped();
    }
  }
}
