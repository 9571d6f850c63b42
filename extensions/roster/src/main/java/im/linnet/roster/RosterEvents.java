package im.linnet.roster;

import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Brings events to subscribers in the order in which they happened, one at a time. Answers and
 * pushes arrive on different threads, so whoever finds the queue untended delivers for all.
 */
final class RosterEvents {

  private final Subscribers<RosterEvent> subscribers = new Subscribers<>(RosterEvents.class);
  private final Queue<RosterEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Subscription subscribe(Consumer<RosterEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /** Puts an event in its place; to be called while the roster can't change. */
  void add(RosterEvent event) {
    queue.add(event);
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
      }
      seen = waiting.addAndGet(-seen);
    } while (seen > 0);
  }
}
