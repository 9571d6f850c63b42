package im.linnet.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The subscribers to one kind of event, for extensions with their own events. What a subscriber
 * throws, {@link Error}s included, is logged and does not affect other subscribers or later events.
 * Thread-safe; to keep events in order, call {@link #tell} from one thread at a time.
 *
 * @param <T> the event
 */
public final class Subscribers<T> {

  private final List<Own<T>> subscribers = new CopyOnWriteArrayList<>();
  private final Containment containment;

  /**
   * Creates an empty list.
   *
   * @param where the class whose logger reports failing subscribers
   */
  public Subscribers(Class<?> where) {
    containment = new Containment(where, "A subscriber");
  }

  /**
   * Adds a subscriber. A subscriber added twice is called twice; each subscription ends separately.
   *
   * @param subscriber is called with each event
   * @return ends the subscription
   */
  public Subscription add(Consumer<? super T> subscriber) {
    Own<T> own = new Own<>(subscriber);
    subscribers.add(own);
    return () -> subscribers.remove(own);
  }

  /**
   * Calls all subscribers in the order in which they were added, on the caller's thread. Never
   * throws.
   *
   * @param event the event
   */
  public void tell(T event) {
    for (Own<T> own : subscribers) {
      containment.call(own.subscriber, event);
    }
  }

  /** {@return whether there are no subscribers} */
  public boolean isEmpty() {
    return subscribers.isEmpty();
  }

  /** One subscription; compared by identity. */
  private static final class Own<T> {

    private final Consumer<? super T> subscriber;

    Own(Consumer<? super T> subscriber) {
      this.subscriber = subscriber;
    }
  }
}
