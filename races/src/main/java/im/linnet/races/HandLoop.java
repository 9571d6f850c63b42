package im.linnet.races;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * An event loop without a thread: a test plays the loop, in {@link #run}. It has timers that are
 * never due.
 */
public final class HandLoop extends AbstractScheduledEventExecutor {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Creates a loop without tasks. */
  public HandLoop() {}

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs the tasks that wait, and those that they submit. */
  public void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Nobody is the loop, so that what it has to do is submitted. */
  @Override
  public boolean inEventLoop(Thread thread) {
    return false;
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return terminationFuture();
  }

  @Override
  public Future<?> terminationFuture() {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
  }

  @Deprecated
  @Override
  public void shutdown() {}

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
