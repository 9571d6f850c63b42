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
 * What a stanza comes to. The event loop has it {@linkplain #end ended} by another thread, as user
 * code may hang on it. A thread that waits for nothing else does that itself: it is woken at once,
 * and not by way of a thread that would have to be woken first.
 */
public final class SendFuture<T> extends CompletableFuture<T> {

  private static final VarHandle MEETING = meeting();

  private final Executor completions;
  private final Consumer<SendFuture<T>> abandoned;
  private final Runnable over;

  /** Null, the thread that waits, or, once that is known, what ends this: a {@link Runnable}. */
  private volatile @Nullable Object meeting;

  /** Is there as long as this is; nobody asks for it. */
  @SuppressWarnings("unused")
  private @Nullable Object held;

  /**
   * Nothing known yet.
   *
   * @param completions ends this where no thread waits for it
   * @param abandoned is told if the user cancels this, or has it fail in another way
   */
  public SendFuture(Executor completions, Consumer<SendFuture<T>> abandoned) {
    this(completions, abandoned, () -> {});
  }

  /**
   * Nothing known yet.
   *
   * @param completions ends this where no thread waits for it
   * @param abandoned is told if the user cancels this, or has it fail in another way
   * @param over runs once this has ended, in whatever way
   */
  public SendFuture(Executor completions, Consumer<SendFuture<T>> abandoned, Runnable over) {
    this.completions = completions;
    this.abandoned = abandoned;
    this.over = over;
  }

  /** Keeps an object from being collected before this. */
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

  /** Has another thread complete this; the first call counts. */
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
        // Who waited has left, or somebody else was first.
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

  /** Waits until this can be ended, was ended, or the thread is interrupted. */
  private void meet() {
    Thread self = Thread.currentThread();
    if (isDone() || !MEETING.compareAndSet(this, null, self)) {
      return;
    }
    // Users may end it, too.
    var unused = whenComplete((result, failure) -> LockSupport.unpark(self));
    await(self);
    if (!MEETING.compareAndSet(this, self, null) && meeting instanceof Runnable ending) {
      if (getNumberOfDependents() > 1) {
        // What somebody else does then may take its time, or even wait for this thread.
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

  /** A pool of workers makes up for one that waits. */
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
