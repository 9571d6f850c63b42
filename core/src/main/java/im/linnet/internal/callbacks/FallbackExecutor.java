package im.linnet.internal.callbacks;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on an executor, and on the common pool once that executor is shut down, so that
 * futures are still completed.
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
