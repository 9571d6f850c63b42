package im.linnet.roster;

import im.linnet.connection.Subscription;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to subscribers in the order in which they happened, one at a time. Answers and
 * pushes arrive on different threads, so whoever finds the queue untended delivers for all.
 */
final class RosterEvents {

  private static final Logger LOG = LoggerFactory.getLogger(RosterEvents.class);

  private final List<Consumer<RosterEvent>> subscribers = new CopyOnWriteArrayList<>();
  private final Queue<RosterEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Subscription subscribe(Consumer<RosterEvent> subscriber) {
    // An object of its own, so that one of two equal subscribers can be taken away.
    Consumer<RosterEvent> own = event -> subscriber.accept(event);
    subscribers.add(own);
    return () -> subscribers.remove(own);
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
        deliver(event);
      }
      seen = waiting.addAndGet(-seen);
    } while (seen > 0);
  }

  private void deliver(RosterEvent event) {
    for (Consumer<RosterEvent> subscriber : subscribers) {
      try {
        subscriber.accept(event);
      } catch (RuntimeException failure) {
        LOG.error("A subscriber failed", failure);
      }
    }
  }
}
