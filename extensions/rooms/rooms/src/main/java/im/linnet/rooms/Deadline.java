package im.linnet.rooms;

import im.linnet.ClientContext;
import im.linnet.connection.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends waits for a room's answer. */
final class Deadline {

  private Deadline() {}

  /**
   * Ends a wait after a limit, in order with the client's callbacks, so that an answer which has
   * already arrived counts. If a callback blocks that order, perhaps because it waits for this very
   * future, the wait ends after twice the limit.
   *
   * @param wait the future that is waited for
   * @param context of the client
   * @param limit the limit
   * @param end called in order with the callbacks
   * @param blocked called on any thread
   */
  static void set(
      CompletableFuture<?> wait,
      ClientContext context,
      Duration limit,
      Runnable end,
      Runnable blocked) {
    Subscription timer = context.after(limit, end);
    CompletableFuture<Boolean> longRun =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, limit.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    longRun.thenRun(blocked);
    wait.whenComplete(
        (result, failure) -> {
          timer.close();
          longRun.cancel(false);
        });
  }
}
