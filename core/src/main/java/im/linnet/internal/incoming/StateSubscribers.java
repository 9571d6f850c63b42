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
 * The subscribers to the connection's state. A late subscriber first receives the current state, in
 * the order of changes; nothing is sent before the first change. Safe for use by any thread.
 */
final class StateSubscribers {

  private final Executor order;
  private final List<Own> subscribers = new CopyOnWriteArrayList<>();
  private final Containment containment =
      new Containment(StateSubscribers.class, "A subscriber to the connection's state");

  /** The last state reported; belongs to the serial executor. */
  private @Nullable ConnectionState present;

  /** No subscribers yet; all calls are made on this serial executor. */
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

  /** One subscription, compared by identity. */
  private static final class Own {

    private final Consumer<ConnectionState> subscriber;

    /** The last state this subscriber received, or null; belongs to the serial executor. */
    private @Nullable ConnectionState heard;

    Own(Consumer<ConnectionState> subscriber) {
      this.subscriber = subscriber;
    }
  }
}
