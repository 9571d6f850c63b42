package im.linnet.internal.incoming;

import im.linnet.internal.callbacks.FallbackExecutor;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A client's messages and presences for subscribers with back-pressure. Hot: a subscription
 * receives what arrives after it began. Safe for use by any thread.
 */
public final class StanzaPublisher implements Flow.Publisher<Stanza> {

  private final Inflow inflow;
  private final Executor threads;
  private final List<StanzaSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private long arrived;

  /**
   * The publisher of a client that has received nothing.
   *
   * @param inflow counts what waits
   * @param threads run the subscribers
   */
  public StanzaPublisher(Inflow inflow, Executor threads) {
    this.inflow = inflow;
    // Items requested after the client's threads have shut down are still delivered.
    this.threads = new FallbackExecutor(threads);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Stanza> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    StanzaSubscription subscription =
        new StanzaSubscription(
            subscriber, inflow, new SerialExecutor(threads), subscriptions::remove);
    subscriptions.add(subscription);
    subscription.begin();
    if (closed) {
      subscription.complete();
    }
  }

  /**
   * A counted stanza has arrived (XEP-0198); the next one offered is this one. On the event loop.
   */
  void arrived() {
    arrived++;
  }

  /** Offers a stanza of this size, in bytes, to all subscriptions. On the event loop. */
  public void offer(Stanza stanza, int size) {
    for (StanzaSubscription subscription : subscriptions) {
      subscription.offer(stanza, size, arrived);
    }
  }

  /** Whether there are no subscriptions at present. */
  boolean hasNoSubscriptions() {
    return subscriptions.isEmpty();
  }

  /** How many of the last stanzas wait in a subscription. */
  long unseen() {
    long reached = arrived;
    for (StanzaSubscription subscription : subscriptions) {
      reached = Math.min(reached, subscription.headway().reached(arrived));
    }
    return arrived - reached;
  }

  /**
   * Runs a task, on any thread, each time a lagging subscription has caught up with what it was
   * given.
   */
  void whenSeen(Runnable task) {
    subscriptions.forEach(subscription -> subscription.headway().whenSeen(task));
  }

  /** Leaves queued stanzas to another client. */
  void leave() {
    subscriptions.forEach(StanzaSubscription::leave);
  }

  /** The client is closed: no more stanzas arrive. */
  public void complete() {
    closed = true;
    subscriptions.forEach(StanzaSubscription::complete);
  }
}
