package im.linnet.internal.attempts;

import im.linnet.endpoint.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that are tried one after the other; a part of {@link Attempts}. All state belongs to
 * the executor.
 *
 * @param <T> the result of an endpoint
 */
final class Lane<T> {

  private final Attempts.Opener<T> opener;
  private final Deque<Endpoint> waiting = new ArrayDeque<>();
  private @Nullable Endpoint endpoint;
  private @Nullable CompletableFuture<T> current;

  Lane(Attempts.Opener<T> opener) {
    this.opener = opener;
  }

  void add(List<Endpoint> endpoints) {
    waiting.addAll(endpoints);
  }

  /** How many endpoints have not been tried. */
  int untried() {
    return waiting.size();
  }

  /** The endpoint that is being tried, or null. */
  @Nullable Endpoint endpoint() {
    return endpoint;
  }

  /** Whether an attempt is under way. */
  boolean isTrying() {
    return current != null && !current.isDone();
  }

  /** Whether there is nothing left to try and nothing under way. */
  boolean isOver() {
    return current == null && waiting.isEmpty();
  }

  /**
   * Starts the next attempt, unless one is under way or none is left.
   *
   * @param begun gets the endpoint and the attempt
   */
  void next(BiConsumer<Endpoint, CompletableFuture<T>> begun) {
    Endpoint place = current == null ? waiting.poll() : null;
    if (place != null) {
      CompletableFuture<T> attempt = opened(place);
      endpoint = place;
      current = attempt;
      begun.accept(place, attempt);
    }
  }

  private CompletableFuture<T> opened(Endpoint place) {
    try {
      return opener.open(place, waiting.size());
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  /** Whether this is the current attempt; it is over then. */
  boolean ended(CompletableFuture<T> attempt) {
    if (attempt != current) {
      return false;
    }
    current = null;
    endpoint = null;
    return true;
  }

  /** Cancels the current attempt, to repeat it later. */
  void pause() {
    Endpoint place = endpoint;
    if (place != null) {
      waiting.addFirst(place);
    }
    cancel();
  }

  /** Tries no other endpoint. */
  void clear() {
    waiting.clear();
  }

  /** Cancels the current attempt. */
  void cancel() {
    CompletableFuture<T> attempt = current;
    current = null;
    endpoint = null;
    if (attempt != null) {
      attempt.cancel(true);
    }
  }
}
