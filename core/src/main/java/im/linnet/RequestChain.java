package im.linnet;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What comes of several requests, one after another, or of one whose failure means something. It
 * fails with the very failure of a request, where {@code thenApply} and its kin would wrap it, and
 * cancelling it cancels the request under way, which they would not.
 *
 * <pre>{@code
 * Iq first = Iq.get(Jid.of("one.example.com"), Element.of("count", "urn:example:count"));
 * Iq second = Iq.get(Jid.of("two.example.com"), Element.of("count", "urn:example:count"));
 * Function<Iq, Integer> count = answer -> Integer.valueOf(answer.element().text());
 * RequestChain<Integer> total = new RequestChain<>();
 * total.then(
 *     client.request(first, count),
 *     one -> total.then(client.request(second, count), two -> total.complete(one + two)));
 * }</pre>
 *
 * <p>Steps are called where the requests' futures end: never on an event loop. For any thread.
 *
 * @param <T> what comes of them
 */
public final class RequestChain<T> extends CompletableFuture<T> {

  /** A chain without requests. */
  public RequestChain() {}

  /**
   * Goes on when a request is done; this fails if it does.
   *
   * @param request what is awaited
   * @param next is called with what came of it, unless this has ended; what it throws is this one's
   *     failure
   * @param <A> what comes of the request
   */
  public <A> void then(CompletableFuture<A> request, Consumer<? super A> next) {
    then(request, next, this::completeExceptionally);
  }

  /**
   * Goes on when a request is done or has failed.
   *
   * @param request what is awaited
   * @param next is called with what came of it, unless this has ended; what it throws is this one's
   *     failure
   * @param otherwise is called with why it failed, in the same way
   * @param <A> what comes of the request
   */
  public <A> void then(
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
