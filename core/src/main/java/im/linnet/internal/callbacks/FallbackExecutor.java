package im.linnet.internal.callbacks;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * Threads that do not end: once the executor is shut down the common pool stands in for it, so that
 * who waits for something still learns of its end.
 *
 * @param threads the executor
 */
public record FallbackExecutor(Executor threads) implements Executor {

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException shutDown) {
      ForkJoinPool.commonPool().execute(task);
    }
  }
}
