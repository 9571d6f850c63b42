package im.linnet.internal.session;

import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * The messages and presences of one client for those who say how many they want. Hot: each
 * subscription has what comes from its beginning on. Safe for use by any thread.
 */
public final class StanzaPublisher implements Flow.Publisher<Stanza> {

  private final Inflow inflow;
  private final Executor threads;
  private final List<StanzaSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Of a client that has received nothing.
   *
   * @param inflow counts what waits
   * @param threads where subscribers are called
   */
  public StanzaPublisher(Inflow inflow, Executor threads) {
    this.inflow = inflow;
    this.threads = threads;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Stanza> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    StanzaSubscription subscription =
        new StanzaSubscription(
            subscriber, inflow, new SerialExecutor(this::run), subscriptions::remove);
    subscriptions.add(subscription);
    subscription.begin();
    if (closed) {
      subscription.complete();
    }
  }

  /** What is demanded after the client's threads are gone is delivered all the same. */
  private void run(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException shutDown) {
      ForkJoinPool.commonPool().execute(task);
    }
  }

  void offer(Stanza stanza, int size) {
    for (StanzaSubscription subscription : subscriptions) {
      subscription.offer(stanza, size);
    }
  }

  /** Nothing comes any more. */
  void complete() {
    closed = true;
    subscriptions.forEach(StanzaSubscription::complete);
  }
}
