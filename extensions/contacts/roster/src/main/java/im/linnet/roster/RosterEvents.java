package im.linnet.roster;

import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Delivers events to subscribers in order, one at a time. Answers and pushes arrive on different
 * threads; the first thread that finds the queue idle delivers for all.
 */
final class RosterEvents {

  private final Subscribers<RosterEvent> subscribers = new Subscribers<>(RosterEvents.class);
  private final Queue<RosterEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();

  Subscription subscribe(Consumer<RosterEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /** Adds an event; called under the lock of the roster. */
  void add(RosterEvent event) {
    queued.incrementAndGet();
    weight.addAndGet(weight(event));
    queue.add(event);
  }

  /** Whether so many events wait for a slow subscriber that no push may add more. */
  boolean isFull() {
    return queued.get() >= RosterCopy.MOST || weight.get() >= RosterCopy.MOST_WEIGHT;
  }

  private static long weight(RosterEvent event) {
    long now = event.contact().weight();
    return event instanceof RosterEvent.Changed changed ? now + changed.before().weight() : now;
  }

  /** Delivers the waiting events, unless another thread is already delivering. */
  void deliver() {
    if (waiting.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      for (RosterEvent event = queue.poll(); event != null; event = queue.poll()) {
        subscribers.tell(event);
        queued.decrementAndGet();
        weight.addAndGet(-weight(event));
      }
      seen = waiting.addAndGet(-seen);
    } while (seen > 0);
  }
}
