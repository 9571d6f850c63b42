package im.linnet.roster;

import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings events to subscribers in the order in which they happened, one at a time. Answers and
 * pushes arrive on different threads, so whoever finds the queue untended delivers for all.
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

  /** Puts an event in its place; to be called while the roster can't change. */
  void add(RosterEvent event) {
    queued.incrementAndGet();
    weight.addAndGet(weight(event));
    queue.add(event);
  }

  /** Whether so much waits, as a subscriber takes its time, that no push may add to it. */
  boolean isFull() {
    return queued.get() >= RosterCopy.MOST || weight.get() >= RosterCopy.MOST_WEIGHT;
  }

  private static long weight(RosterEvent event) {
    long now = event.contact().weight();
    return event instanceof RosterEvent.Changed changed ? now + changed.before().weight() : now;
  }

  /** Delivers what was added, unless another thread is at it: then that one will. */
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
