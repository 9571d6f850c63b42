package im.linnet.internal.incoming;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.Containment;
import im.linnet.connection.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of the connection's state. Who comes late is told the present state first, in
 * the order of the changes; before the first change there is nothing to tell. Safe for use by any
 * thread.
 */
final class StateSubscribers {

  private final Executor order;
  private final List<Own> subscribers = new CopyOnWriteArrayList<>();
  private final Containment containment =
      new Containment(StateSubscribers.class, "A subscriber to the connection's state");

  /** The state that was told last; the order's. */
  private @Nullable ConnectionState present;

  /** Nobody yet; all calls are made on this order. */
  StateSubscribers(Executor order) {
    this.order = order;
  }

  Subscription add(Consumer<ConnectionState> subscriber) {
    Own own = new Own(subscriber);
    subscribers.add(own);
    order.execute(() -> begin(own));
    return () -> subscribers.remove(own);
  }

  void tell(ConnectionState state) {
    order.execute(() -> changed(state));
  }

  private void begin(Own own) {
    ConnectionState now = present;
    if (own.heard == null && now != null && subscribers.contains(own)) {
      own.heard = now;
      containment.call(own.subscriber, now);
    }
  }

  private void changed(ConnectionState state) {
    present = state;
    for (Own own : subscribers) {
      own.heard = state;
      containment.call(own.subscriber, state);
    }
  }

  /** One subscription, which no other is equal to. */
  private static final class Own {

    private final Consumer<ConnectionState> subscriber;

    /** The last state that it heard of, or null; the order's. */
    private @Nullable ConnectionState heard;

    Own(Consumer<ConnectionState> subscriber) {
      this.subscriber = subscriber;
    }
  }
}
