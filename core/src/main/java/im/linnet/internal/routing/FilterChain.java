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

/**
 * The filters of one client, in their order, and the stanzas that they hold up. Set once, when the
 * client is built; then for any thread but an event loop.
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
   * Without filters.
   *
   * @param timers watches the time of what is held up
   * @param threads goes on with what was held up
   * @param limit how long one filter may hold up one stanza
   */
  public FilterChain(EventExecutor timers, Executor threads, Duration limit) {
    this.timers = timers;
    this.threads = threads;
    this.limitNanos = Nanos.of(limit);
  }

  /** {@return a chain that will never have filters} */
  public static FilterChain none() {
    return new FilterChain(ImmediateEventExecutor.INSTANCE, Runnable::run, Duration.ofSeconds(1));
  }

  /**
   * Sets the filters, before any stanza passes.
   *
   * @param filters from the user to the wire
   */
  public void set(List<Filter> filters) {
    List<Filter> reversed = new ArrayList<>(filters);
    Collections.reverse(reversed);
    outwards = List.copyOf(filters);
    inwards = List.copyOf(reversed);
  }

  /** {@return whether there are none, so that nobody need ask} */
  public boolean isEmpty() {
    return outwards.isEmpty();
  }

  /**
   * Has the filters judge what goes out.
   *
   * @param stanza the stanza
   * @return what becomes of it; done at once where no filter decides later. Never fails
   */
  public CompletableFuture<Filtered> outgoing(Stanza stanza) {
    return new Walk(this, Direction.OUT, outwards).from(0, stanza);
  }

  /**
   * Has the filters judge what comes in.
   *
   * @param stanza the stanza
   * @return what becomes of it; done at once where no filter decides later. Never fails
   */
  public CompletableFuture<Filtered> incoming(Stanza stanza) {
    return new Walk(this, Direction.IN, inwards).from(0, stanza);
  }

  /** Begins to hold a stanza up. */
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

  /** Where a stanza goes on that was held up. */
  Executor threads() {
    return threads;
  }

  /**
   * Has the event loop do something.
   *
   * @param task what to do
   * @return ends on one of the client's threads when that is done; at once if the loop is no more
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

  /** A filter has failed. */
  void failed(Throwable failure) {
    containment.failed(failure);
  }

  /** The client is closed: what is held up goes no further, now and later. */
  public void close() {
    closed = true;
    holds.forEach(HeldStanza::close);
  }
}
