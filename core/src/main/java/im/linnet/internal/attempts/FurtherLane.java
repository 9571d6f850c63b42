package im.linnet.internal.attempts;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.stream.Faults;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The search for further endpoints, and their lane; a part of {@link Attempts}. All state belongs
 * to the executor.
 *
 * <pre>
 *   NOT_BEGUN ─► UNDER_WAY ─► OVER: the endpoints that were found are in the lane
 *       ▲            │
 *       └────────────┘ stopped, because an endpoint serves
 * </pre>
 *
 * @param <T> the result of an endpoint
 */
final class FurtherLane<T> {

  private enum Search {
    NOT_BEGUN,
    UNDER_WAY,
    OVER
  }

  private final FurtherEndpoints<T> source;
  private final Lane<T> lane;
  private Search search = Search.NOT_BEGUN;
  private @Nullable ScheduledFuture<?> starter;
  private @Nullable CompletableFuture<List<Endpoint>> finding;
  private @Nullable XmppException doubt;

  FurtherLane(FurtherEndpoints<T> source) {
    this.source = source;
    this.lane = new Lane<>(source.opener());
  }

  /** The endpoints that were found. */
  Lane<T> lane() {
    return lane;
  }

  /** Why the search failed, or null. */
  @Nullable XmppException doubt() {
    return doubt;
  }

  /** Sets the head start of the known endpoints. */
  void startLater(EventExecutor executor, Runnable start) {
    starter = executor.schedule(start, Nanos.of(source.headStart()), TimeUnit.NANOSECONDS);
  }

  boolean isBegun() {
    return search != Search.NOT_BEGUN;
  }

  /** Whether the head start is over, or was ended by an endpoint that serves. */
  boolean isDue() {
    return !isBegun() && (starter == null || starter.isDone());
  }

  boolean isSearching() {
    return search == Search.UNDER_WAY;
  }

  /** Whether there is nothing more to search and to try. */
  boolean isOver() {
    return search == Search.OVER && lane.isOver();
  }

  /** How many endpoints have not been tried; the search counts as one until it is over. */
  int untried() {
    return search == Search.OVER ? lane.untried() : 1;
  }

  /** Begins the search. */
  CompletableFuture<List<Endpoint>> search() {
    stop();
    search = Search.UNDER_WAY;
    CompletableFuture<List<Endpoint>> begun = begun();
    finding = begun;
    return begun;
  }

  private CompletableFuture<List<Endpoint>> begun() {
    try {
      return source.find().get();
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  /**
   * A search has ended.
   *
   * @return whether it is the current one
   */
  boolean found(
      CompletableFuture<List<Endpoint>> by,
      @Nullable List<Endpoint> endpoints,
      @Nullable Throwable failure) {
    if (finding != by) {
      return false;
    }
    finding = null;
    search = Search.OVER;
    if (endpoints != null) {
      lane.add(endpoints);
    } else if (failure != null) {
      doubt = Faults.of(failure);
    }
    return true;
  }

  /** Gives way to an endpoint that serves. */
  void pause() {
    stop();
    lane.pause();
  }

  private void stop() {
    if (starter != null) {
      starter.cancel(false);
    }
    CompletableFuture<List<Endpoint>> current = finding;
    finding = null;
    if (current != null) {
      search = Search.NOT_BEGUN;
      current.cancel(true);
    }
  }

  /** Begins nothing more. */
  void giveUp() {
    stop();
    search = Search.OVER;
    lane.clear();
  }
}
