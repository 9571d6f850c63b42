package im.linnet.connection;

/** What was subscribed to, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Ends the subscription: nothing that arrives later is delivered. More than once is harmless. */
  @Override
  void close();
}
