package im.linnet.connection;

/** A subscription, active until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Ends the subscription: nothing that arrives later is delivered. Idempotent. */
  @Override
  void close();
}
