package im.linnet.testkit.small;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns accounts, sessions and components: everything is processed there, in the
 * order received, so that no state needs a lock.
 */
final class Loop implements AutoCloseable {
  private final ExecutorService thread;

  Loop(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Queues work; ignored after close, when nobody can notice its absence. */
  void execute(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      // The server is closed; so are its connections.
    }
  }

  /**
   * Waits for an answer from the loop.
   *
   * @throws RejectedExecutionException after close
   * @throws java.util.concurrent.CompletionException with what the question threw
   */
  <T extends @Nullable Object> T ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, thread).join();
  }

  /** Ends the thread when what was queued is done. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
