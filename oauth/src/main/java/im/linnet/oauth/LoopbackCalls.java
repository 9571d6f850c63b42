package im.linnet.oauth;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a loopback server: a few calls at once, each for a short time. A limited number of
 * calls wait; further calls get no response.
 */
final class LoopbackCalls implements Executor, AutoCloseable {

  private static final int MAX_CALLS = 8;
  private static final int MAX_WAITING = 64;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Executor afterLimit =
      CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  private final ThreadPoolExecutor threads;

  LoopbackCalls() {
    threads =
        new ThreadPoolExecutor(
            MAX_CALLS,
            MAX_CALLS,
            LIMIT.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            LoopbackCalls::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "oauth-loopback");
    thread.setDaemon(true);
    return thread;
  }

  /** The interrupt closes the connection from which a call is still reading. */
  @Override
  public void execute(Runnable call) {
    FutureTask<?> task = new FutureTask<>(call, null);
    threads.execute(
        () -> {
          afterLimit.execute(() -> task.cancel(true));
          task.run();
        });
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
