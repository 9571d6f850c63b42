package im.linnet.archive;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What comes of requests, one after another. It fails with what a request fails with, as it is;
 * cancelling it cancels the request under way.
 */
final class Chain<T> extends CompletableFuture<T> {

  /** Goes on when a request is done; this fails if it does. */
  <A> void then(CompletableFuture<A> request, Consumer<? super A> next) {
    then(request, next, this::completeExceptionally);
  }

  /**
   * Goes on when a request is done or has failed. What the next step throws is this one's failure.
   */
  <A> void then(
      CompletableFuture<A> request,
      Consumer<? super A> next,
      Consumer<? super Throwable> otherwise) {
    whenComplete((result, failure) -> request.cancel(false));
    request.whenComplete(
        (answer, failure) -> {
          if (isDone()) {
            return;
          }
          try {
            if (failure == null) {
              next.accept(answer);
            } else {
              otherwise.accept(failure);
            }
          } catch (Throwable thrown) {
            completeExceptionally(thrown);
          }
        });
  }
}
