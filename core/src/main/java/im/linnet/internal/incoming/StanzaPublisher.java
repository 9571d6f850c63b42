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
 * The messages and presences of one client for those who say how many they want. Hot: each
 * subscription has what comes from its beginning on. Safe for use by any thread.
 */
public final class StanzaPublisher implements Flow.Publisher<Stanza> {

  private final Inflow inflow;
  private final Executor threads;
  private final List<StanzaSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private long arrived;

  /**
   * Of a client that has received nothing.
   *
   * @param inflow counts what waits
   * @param threads where subscribers are called
   */
  public StanzaPublisher(Inflow inflow, Executor threads) {
    this.inflow = inflow;
    // What is demanded after the client's threads are gone is delivered all the same.
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

  /** A stanza that counts has arrived; what is offered next is of it. On the event loop. */
  void arrived() {
    arrived++;
  }

  /** Gives a stanza of so many bytes to all subscriptions. On the event loop. */
  public void offer(Stanza stanza, int size) {
    for (StanzaSubscription subscription : subscriptions) {
      subscription.offer(stanza, size, arrived);
    }
  }

  /** Whether nobody wants any of them, now. */
  boolean hasNoSubscriptions() {
    return subscriptions.isEmpty();
  }

  /** Of how many of the stanzas that arrived last something waits here. */
  long unseen() {
    long reached = arrived;
    for (StanzaSubscription subscription : subscriptions) {
      reached = Math.min(reached, subscription.headway().reached(arrived));
    }
    return arrived - reached;
  }

  /** Runs a task, on any thread, as each subscription that lags is done with what it was given. */
  void whenSeen(Runnable task) {
    subscriptions.forEach(subscription -> subscription.headway().whenSeen(task));
  }

  /** What waits is left to another client. */
  void leave() {
    subscriptions.forEach(StanzaSubscription::leave);
  }

  /** Nothing comes any more. */
  public void complete() {
    closed = true;
    subscriptions.forEach(StanzaSubscription::complete);
  }
}
