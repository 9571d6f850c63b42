package im.linnet.internal.connect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Causes;
import im.linnet.internal.netty.Nanos;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries endpoints one after the other until one succeeds. Used once; all state belongs to the
 * executor.
 *
 * @param <T> the result of an endpoint
 */
public final class Attempts<T> {

  /**
   * Tries one endpoint.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Opener<T> {

    /**
     * Begins to try an endpoint; called on the executor.
     *
     * @param endpoint the endpoint
     * @param behind how many endpoints are left after it
     * @return the result. The attempt has its own time limit; when this is cancelled it closes what
     *     it has opened
     */
    CompletableFuture<T> open(Endpoint endpoint, int behind);
  }

  private final Opener<T> opener;
  private final Consumer<? super T> discard;
  private final Predicate<? super Throwable> fatal;
  private final Duration whole;
  private final EventExecutor executor;

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Deque<Endpoint> waiting = new ArrayDeque<>();
  private final List<Attempt> failed = new ArrayList<>();
  private int untried;
  private @Nullable Endpoint endpoint;
  private @Nullable CompletableFuture<T> current;
  private @Nullable ScheduledFuture<?> deadline;

  /**
   * A search; nothing happens before {@link #over}.
   *
   * @param opener tries one endpoint
   * @param discard closes a result that came after the end
   * @param fatal whether a failure ends the search as it is: it would be the same everywhere, such
   *     as a wrong password, or is a signal to the caller, such as a redirect
   * @param whole the time limit for all endpoints together
   * @param executor the event loop of the connection, for order and time
   */
  public Attempts(
      Opener<T> opener,
      Consumer<? super T> discard,
      Predicate<? super Throwable> fatal,
      Duration whole,
      EventExecutor executor) {
    this.opener = opener;
    this.discard = discard;
    this.fatal = fatal;
    this.whole = whole;
    this.executor = executor;
  }

  /** {@return how many endpoints a fatal failure left untried} */
  public int untried() {
    return untried;
  }

  /**
   * Tries the endpoints in order.
   *
   * @param endpoints the endpoints
   * @return the first success. If all fail: the failure itself if only one was tried, otherwise
   *     {@link TransportException#allFailed}; a fatal failure, and one that is not an {@link
   *     XmppException}, as it is. Cancelling it ends the current attempt
   */
  public CompletableFuture<T> over(List<Endpoint> endpoints) {
    onExecutor(
        () -> {
          waiting.addAll(endpoints);
          deadline = executor.schedule(this::tooLate, Nanos.of(whole), TimeUnit.NANOSECONDS);
          result.whenComplete((value, failure) -> onExecutor(this::end));
          next();
        });
    return result;
  }

  private void onExecutor(Runnable work) {
    if (executor.inEventLoop()) {
      work.run();
      return;
    }
    try {
      executor.execute(work);
    } catch (RejectedExecutionException stopped) {
      result.completeExceptionally(
          new TransportException(
              Reason.CLOSED_HERE, "The event loop has been shut down; use a new client", stopped));
    }
  }

  private void next() {
    Endpoint place = waiting.poll();
    if (place == null) {
      result.completeExceptionally(failure("No endpoint could be used"));
      return;
    }
    CompletableFuture<T> attempt = opened(place);
    endpoint = place;
    current = attempt;
    attempt.whenComplete(
        (value, failure) -> onExecutor(() -> ended(attempt, place, value, failure)));
  }

  private CompletableFuture<T> opened(Endpoint place) {
    try {
      return opener.open(place, waiting.size());
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private void ended(
      CompletableFuture<T> attempt,
      Endpoint place,
      @Nullable T value,
      @Nullable Throwable failure) {
    if (failure == null) {
      succeeded(value);
    } else if (attempt == current) {
      failed(place, failure);
    }
  }

  // A successful future's value is whatever T allows, null included.
  @SuppressWarnings("NullAway")
  private void succeeded(@Nullable T value) {
    if (!result.complete(value)) {
      discard.accept(value);
    }
  }

  private void failed(Endpoint place, Throwable failure) {
    current = null;
    Throwable cause = Causes.of(failure);
    if (cause instanceof XmppException known && !fatal.test(known)) {
      failed.add(new Attempt(place, known));
      if (!result.isDone()) {
        next();
      }
    } else {
      untried = waiting.size();
      result.completeExceptionally(cause);
    }
  }

  private void tooLate() {
    CompletableFuture<T> attempt = current;
    Endpoint place = endpoint;
    if (attempt != null && place != null && !attempt.isDone()) {
      failed.add(new Attempt(place, timeout()));
      result.completeExceptionally(
          failure("No endpoint could be used within %d ms".formatted(whole.toMillis())));
    } else {
      // The last attempt has just ended, and its result is on the way here; no other may start.
      waiting.clear();
    }
  }

  private TransportException timeout() {
    return new TransportException(
        Reason.TIMED_OUT, "no result within %d ms".formatted(whole.toMillis()));
  }

  private XmppException failure(String message) {
    return switch (failed.size()) {
      case 0 -> new TransportException(Reason.UNRESOLVED, "There is no endpoint to try");
      case 1 -> failed.get(0).failure();
      default -> TransportException.allFailed(message, failed);
    };
  }

  private void end() {
    if (deadline != null) {
      deadline.cancel(false);
    }
    waiting.clear();
    CompletableFuture<T> attempt = current;
    current = null;
    if (attempt != null) {
      attempt.cancel(true);
    }
  }
}
