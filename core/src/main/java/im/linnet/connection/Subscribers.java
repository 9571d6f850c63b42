package im.linnet.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who wants to hear of one kind of event: for extensions that have events of their own. A
 * subscriber that throws, be it an {@link Error}, is logged and keeps nobody else from hearing, now
 * or later. Safe for use by any thread; events that are to come in order are told one after the
 * other.
 *
 * @param <T> the event
 */
public final class Subscribers<T> {

  private final List<Own<T>> subscribers = new CopyOnWriteArrayList<>();
  private final Containment containment;

  /**
   * Nobody yet.
   *
   * @param where the class whose log tells of subscribers that fail
   */
  public Subscribers(Class<?> where) {
    containment = new Containment(where, "A subscriber");
  }

  /**
   * Adds a subscriber. Who subscribes twice hears twice, and may end either.
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
   * Calls all subscribers, in the order in which they subscribed, on the thread of the caller.
   * Never throws.
   *
   * @param event the event
   */
  public void tell(T event) {
    for (Own<T> own : subscribers) {
      containment.call(own.subscriber, event);
    }
  }

  /** {@return whether nobody wants to hear} */
  public boolean isEmpty() {
    return subscribers.isEmpty();
  }

  /** One subscription, which no other is equal to. */
  private static final class Own<T> {

    private final Consumer<? super T> subscriber;

    Own(Consumer<? super T> subscriber) {
      this.subscriber = subscriber;
    }
  }
}
