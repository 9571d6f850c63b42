package im.linnet.internal.routing;

import im.linnet.connection.Containment;
import im.linnet.internal.netty.Nanos;
import im.linnet.routing.Filter;
import im.linnet.stanza.Stanza;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The filters of one client, in order, and the stanzas that they hold. The filters are set once,
 * when the client is built; after that any thread but an event loop may use the chain.
 */
public final class FilterChain {

  private final EventExecutor timers;
  private final Executor threads;
  private final long limitNanos;
  private final Containment containment = new Containment(FilterChain.class, "A filter");
  private final Set<HeldStanza> holds = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private List<Filter> outwards = List.of();
  private List<Filter> inwards = List.of();

  /**
   * A chain without filters.
   *
   * @param timers runs the time limits of held stanzas
   * @param threads continues with stanzas that were held
   * @param limit how long one filter may hold one stanza
   */
  public FilterChain(EventExecutor timers, Executor threads, Duration limit) {
    this.timers = timers;
    this.threads = threads;
    this.limitNanos = Nanos.of(limit);
  }

  /** {@return a chain that never has filters} */
  public static FilterChain none() {
    return new FilterChain(ImmediateEventExecutor.INSTANCE, Runnable::run, Duration.ofSeconds(1));
  }

  /**
   * Sets the filters; must be called before any stanza passes.
   *
   * @param filters in order from the user to the wire
   */
  public void set(List<Filter> filters) {
    List<Filter> reversed = new ArrayList<>(filters);
    Collections.reverse(reversed);
    outwards = List.copyOf(filters);
    inwards = List.copyOf(reversed);
  }

  /** {@return whether there are no filters, so that the chain can be skipped} */
  public boolean isEmpty() {
    return outwards.isEmpty();
  }

  /**
   * Passes an outgoing stanza through the filters.
   *
   * @param stanza the stanza
   * @return the result; already complete unless a filter decides later. Never fails
   */
  public CompletableFuture<Filtered> outgoing(Stanza stanza) {
    return new Walk(this, Direction.OUT, outwards).from(0, stanza);
  }

  /**
   * Passes an incoming stanza through the filters.
   *
   * @param stanza the stanza
   * @return the result; already complete unless a filter decides later. Never fails
   */
  public CompletableFuture<Filtered> incoming(Stanza stanza) {
    return new Walk(this, Direction.IN, inwards).from(0, stanza);
  }

  /** Starts to hold a stanza, with the time limit. */
  HeldStanza hold() {
    HeldStanza hold = new HeldStanza(this);
    holds.add(hold);
    hold.begin(timers, limitNanos);
    if (closed) {
      hold.close();
    }
    return hold;
  }

  void done(HeldStanza hold) {
    holds.remove(hold);
  }

  /** {@return the threads that continue with stanzas that were held} */
  Executor threads() {
    return threads;
  }

  /**
   * Runs a task on the event loop.
   *
   * @param task the task
   * @return completes on one of the client's threads once the task has run; at once if the loop has
   *     shut down
   */
  public CompletableFuture<Void> onLoop(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      timers.execute(
          () -> {
            task.run();
            threads.execute(() -> done.complete(null));
          });
    } catch (RejectedExecutionException shutDown) {
      done.complete(null);
    }
    return done;
  }

  /**
   * Runs a task on the event loop in a tenth of a second.
   *
   * @param task the task
   * @throws RejectedExecutionException if the loop has shut down
   */
  public void inAWhile(Runnable task) {
    timers.schedule(task, 100, TimeUnit.MILLISECONDS);
  }

  /** Reports an exception from a filter. */
  void failed(Throwable failure) {
    containment.failed(failure);
  }

  /** The client is closed: held stanzas fail, as do those held later. */
  public void close() {
    closed = true;
    holds.forEach(HeldStanza::close);
  }
}
