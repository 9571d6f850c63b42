package im.linnet.internal.attempts;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries endpoints one after the other until one succeeds. After a head start, {@linkplain
 * FurtherEndpoints further endpoints} are tried beside them. Used once; all state belongs to the
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

  private final Consumer<? super T> discard;
  private final Predicate<? super Throwable> fatal;
  private final Duration whole;
  private final EventExecutor executor;

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Lane<T> known;
  private final List<Attempt> failed = new ArrayList<>();
  private @Nullable FurtherLane<T> further;
  private int untried;
  private @Nullable ScheduledFuture<?> deadline;

  /** The endpoint that serves; nothing else is tried meanwhile. */
  private @Nullable Endpoint serving;

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
    this.known = new Lane<>(opener);
    this.discard = discard;
    this.fatal = fatal;
    this.whole = whole;
    this.executor = executor;
  }

  /** {@return how many endpoints a fatal failure left untried, or unsearched} */
  public int untried() {
    return untried;
  }

  /** {@return why further endpoints could not be found, or null} */
  public @Nullable XmppException doubt() {
    return further == null ? null : further.doubt();
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
          known.add(endpoints);
          deadline = executor.schedule(this::tooLate, Nanos.of(whole), TimeUnit.NANOSECONDS);
          result.whenComplete((value, failure) -> onExecutor(this::end));
          next(known);
        });
    return result;
  }

  /**
   * Tries the endpoints in order, and after a head start others beside them. The first endpoint
   * that {@linkplain #serves serves} is tried alone from then on.
   *
   * @param endpoints the endpoints
   * @param others where to find others
   * @return as that of {@link #over(List)}
   */
  public CompletableFuture<T> over(List<Endpoint> endpoints, FurtherEndpoints<T> others) {
    FurtherLane<T> more = new FurtherLane<>(others);
    further = more;
    onExecutor(() -> more.startLater(executor, () -> find(more)));
    return over(endpoints);
  }

  /**
   * An endpoint has shown that it serves; on the executor.
   *
   * @param place the endpoint
   * @return the known endpoint that is given up for a further one, or null
   */
  public @Nullable Endpoint serves(Endpoint place) {
    serving = place;
    FurtherLane<T> more = further;
    if (more == null) {
      return null;
    }
    if (place.equals(known.endpoint())) {
      more.pause();
      return null;
    }
    Endpoint overtaken = known.endpoint();
    known.pause();
    return overtaken;
  }

  /**
   * An endpoint does not serve after all; on the executor. Others are tried again.
   *
   * @param place the endpoint
   */
  public void servesNoMore(Endpoint place) {
    if (place.equals(serving) && !result.isDone()) {
      serving = null;
      next(known);
      if (further != null) {
        resume(further);
      }
    }
  }

  private void resume(FurtherLane<T> more) {
    if (more.isDue()) {
      find(more);
    } else {
      next(more.lane());
    }
  }

  private void find(FurtherLane<T> more) {
    if (result.isDone() || more.isBegun()) {
      return;
    }
    CompletableFuture<List<Endpoint>> finding = more.search();
    finding.whenComplete(
        (endpoints, failure) ->
            onExecutor(
                () -> {
                  if (more.found(finding, endpoints, failure) && !result.isDone()) {
                    next(more.lane());
                  }
                }));
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

  private void next(Lane<T> lane) {
    lane.next(
        (place, attempt) ->
            attempt.whenComplete(
                (value, failure) -> onExecutor(() -> ended(lane, attempt, place, value, failure))));
    FurtherLane<T> more = further;
    if (!known.isOver() || result.isDone()) {
      return;
    }
    if (more != null && !more.isBegun() && serving == null) {
      find(more);
    } else if (more == null || more.isOver()) {
      result.completeExceptionally(failure("No endpoint could be used"));
    }
  }

  private void ended(
      Lane<T> lane,
      CompletableFuture<T> attempt,
      Endpoint place,
      @Nullable T value,
      @Nullable Throwable failure) {
    boolean current = lane.ended(attempt);
    if (failure == null) {
      succeeded(value);
    } else if (current) {
      failed(lane, place, failure);
    }
  }

  // A successful future's value is whatever T allows, null included.
  @SuppressWarnings("NullAway")
  private void succeeded(@Nullable T value) {
    if (!result.complete(value)) {
      discard.accept(value);
    }
  }

  private void failed(Lane<T> lane, Endpoint place, Throwable failure) {
    Throwable cause = Causes.of(failure);
    if (cause instanceof XmppException plain && !fatal.test(plain)) {
      failed.add(Attempt.of(place, plain));
      if (!result.isDone()) {
        servesNoMore(place);
        next(lane);
      }
    } else {
      untried = known.untried() + (further == null ? 0 : further.untried());
      result.completeExceptionally(cause);
    }
  }

  private void tooLate() {
    List<Endpoint> late = new ArrayList<>();
    late(known, late);
    if (further != null) {
      late(further.lane(), late);
    }
    if (late.isEmpty() && (further == null || !further.isSearching())) {
      // The last attempt has just ended, and its result is on the way here; no other may start.
      known.clear();
      if (further != null) {
        further.giveUp();
      }
      return;
    }
    late.forEach(place -> failed.add(Attempt.of(place, timeout())));
    result.completeExceptionally(
        failure("No endpoint could be used within %d ms".formatted(whole.toMillis())));
  }

  private static <T> void late(Lane<T> lane, List<Endpoint> late) {
    Endpoint place = lane.endpoint();
    if (place != null && lane.isTrying()) {
      late.add(place);
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
    known.clear();
    known.cancel();
    if (further != null) {
      further.giveUp();
      further.lane().cancel();
    }
  }
}
