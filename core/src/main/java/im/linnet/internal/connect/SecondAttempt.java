package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects, and once more if the first attempt failed in a certain way. The failure of the second
 * attempt is final.
 *
 * @param worthwhile whether another attempt makes sense after a failure
 */
public record SecondAttempt(Predicate<Throwable> worthwhile) {

  /**
   * Connects.
   *
   * @param connector makes one attempt
   * @return the result of the last attempt, completed by the thread that completed that. Cancelling
   *     it cancels the current attempt
   */
  public CompletableFuture<BoundStream> connect(
      Supplier<CompletableFuture<BoundStream>> connector) {
    CompletableFuture<BoundStream> result = new CompletableFuture<>();
    CompletableFuture<BoundStream> first = attempt(connector, result);
    first.whenComplete(
        (stream, failure) -> {
          if (failure == null || result.isDone() || !worthwhile.test(failure)) {
            end(result, stream, failure);
          } else {
            attempt(connector, result)
                .whenComplete((second, refusal) -> end(result, second, refusal));
          }
        });
    return result;
  }

  private static CompletableFuture<BoundStream> attempt(
      Supplier<CompletableFuture<BoundStream>> connector, CompletableFuture<BoundStream> result) {
    CompletableFuture<BoundStream> attempt = connector.get();
    result.whenComplete(
        (stream, failure) -> {
          if (result.isCancelled()) {
            attempt.cancel(false);
          }
        });
    return attempt;
  }

  private static void end(
      CompletableFuture<BoundStream> result,
      @Nullable BoundStream stream,
      @Nullable Throwable failure) {
    if (stream != null) {
      result.complete(stream);
    } else if (failure != null) {
      result.completeExceptionally(failure);
    }
  }
}
