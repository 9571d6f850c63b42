package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The future given to the caller. Never completed on the event loop, because its dependants may be
 * user code: {@link #end} passes the completion to another thread. If a thread already blocks on
 * this future, that thread is woken and completes it itself, which saves waking a second one.
 */
public final class SendFuture<T> extends CompletableFuture<T> {

  private static final VarHandle MEETING = meeting();

  private final Executor completions;
  private final Consumer<SendFuture<T>> abandoned;
  private final Runnable over;

  /** Null, the {@link Thread} that blocks on this, or the {@link Runnable} that completes it. */
  private volatile @Nullable Object meeting;

  /** Only keeps the object reachable. */
  @SuppressWarnings("unused")
  private @Nullable Object held;

  /**
   * An incomplete future.
   *
   * @param completions completes this if no thread blocks on it
   * @param abandoned called if the user cancels this or completes it exceptionally
   */
  public SendFuture(Executor completions, Consumer<SendFuture<T>> abandoned) {
    this(completions, abandoned, () -> {});
  }

  /**
   * An incomplete future.
   *
   * @param completions completes this if no thread blocks on it
   * @param abandoned called if the user cancels this or completes it exceptionally
   * @param over runs once this has completed in any way
   */
  public SendFuture(Executor completions, Consumer<SendFuture<T>> abandoned, Runnable over) {
    this.completions = completions;
    this.abandoned = abandoned;
    this.over = over;
  }

  /** Keeps an object from being collected before this future. */
  void hold(Object kept) {
    held = kept;
  }

  private static VarHandle meeting() {
    try {
      return MethodHandles.lookup().findVarHandle(SendFuture.class, "meeting", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Completes this on another thread; the first call counts. */
  public void end(Runnable ending) {
    if (MEETING.compareAndSet(this, null, ending)) {
      completions.execute(ending);
      return;
    }
    Object before = meeting;
    if (before instanceof Thread waiting) {
      if (MEETING.compareAndSet(this, waiting, ending)) {
        LockSupport.unpark(waiting);
      } else {
        // The blocked thread has left, or another thread completed this first.
        end(ending);
      }
    } else if (before == null) {
      end(ending);
    }
  }

  @Override
  public boolean complete(@Nullable T value) {
    boolean completed = super.complete(value);
    if (completed) {
      over.run();
    }
    return completed;
  }

  @Override
  public boolean cancel(boolean interrupt) {
    boolean cancelled = super.cancel(interrupt);
    if (cancelled) {
      over.run();
      abandoned.accept(this);
    }
    return cancelled;
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean failed = super.completeExceptionally(failure);
    if (failed) {
      over.run();
    }
    if (failed && !(failure instanceof XmppException)) {
      abandoned.accept(this);
    }
    return failed;
  }

  @Override
  public T join() {
    meet();
    return super.join();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    meet();
    return super.get();
  }

  /** Blocks until this can be completed, is complete, or the thread is interrupted. */
  private void meet() {
    Thread self = Thread.currentThread();
    if (isDone() || !MEETING.compareAndSet(this, null, self)) {
      return;
    }
    // Users may complete it, too.
    var unused = whenComplete((result, failure) -> LockSupport.unpark(self));
    await(self);
    if (!MEETING.compareAndSet(this, self, null) && meeting instanceof Runnable ending) {
      if (getNumberOfDependents() > 1) {
        // Other dependants may take long, or even wait for this thread.
        completions.execute(ending);
      } else {
        ending.run();
      }
    }
  }

  private void await(Thread self) {
    try {
      ForkJoinPool.managedBlock(new Waiting(self));
    } catch (InterruptedException impossible) {
      self.interrupt();
    }
  }

  /** Blocks a thread of a ForkJoinPool so that the pool can compensate for it. */
  private final class Waiting implements ForkJoinPool.ManagedBlocker {

    private final Thread self;

    Waiting(Thread self) {
      this.self = self;
    }

    @Override
    public boolean block() {
      while (!isReleasable()) {
        LockSupport.park(SendFuture.this);
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return meeting != self || isDone() || self.isInterrupted();
    }
  }
}
