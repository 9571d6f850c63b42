package im.linnet;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The result of several requests made one after another, or of one whose failure is handled. Unlike
 * {@code thenApply} and its kin, it fails with the request's exception itself, not wrapped in
 * another, and cancelling it cancels the request in progress.
 *
 * <pre>{@code
 * Iq first = Iq.get(Jid.of("one.example.com"), Element.of("count", "urn:example:count"));
 * Iq second = Iq.get(Jid.of("two.example.com"), Element.of("count", "urn:example:count"));
 * RequestChain<Integer> total = new RequestChain<>();
 * total.then(
 *     client.request(first, answer -> Integer.valueOf(answer.element().text())),
 *     one ->
 *         total.then(
 *             client.request(second, answer -> Integer.valueOf(answer.element().text())),
 *             two -> total.complete(one + two)));
 * }</pre>
 *
 * <p>Callbacks run where the requests' futures complete, never on an event loop. Thread-safe.
 *
 * @param <T> the result
 */
public final class RequestChain<T> extends CompletableFuture<T> {

  /** Creates a chain without requests. */
  public RequestChain() {}

  /**
   * Continues when a request succeeds; if the request fails, this future fails with the same
   * exception.
   *
   * @param request the request to wait for
   * @param next is called with the result, unless this future is done; what it throws fails this
   *     future
   * @param <A> the result of the request
   */
  public <A> void then(CompletableFuture<A> request, Consumer<? super A> next) {
    then(request, next, this::completeExceptionally);
  }

  /**
   * Continues when a request succeeds or fails.
   *
   * @param request the request to wait for
   * @param next is called with the result, unless this future is done; what it throws fails this
   *     future
   * @param otherwise is called with the failure, under the same rules
   * @param <A> the result of the request
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
