package im.linnet.internal.incoming;

import im.linnet.internal.callbacks.CallbackProgress;
import im.linnet.stanza.Stanza;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to stanzas, following the rules of Reactive Streams. Stanzas that were not
 * requested are queued here and count as waiting; the {@link Inflow} bounds them. All signals run
 * on one serial executor, so {@link #request} and {@link #cancel} may be called from any thread,
 * also within a signal.
 */
final class StanzaSubscription implements Flow.Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(StanzaSubscription.class);

  /** After this many signals the thread is released. */
  private static final int BATCH = 256;

  /** Whether more stanzas may come, and whether those that wait are still to be delivered. */
  private enum Source {
    OPEN,
    /** Those that wait belong to another client. */
    LEFT,
    /** No more come; those that wait are delivered. */
    COMPLETE,
    /** No more come, and those that wait belong to another client. */
    LEFT_AND_COMPLETE
  }

  private record Entry(Stanza stanza, int size, long number) {}

  private final Inflow inflow;
  private final Executor order;
  private final Consumer<StanzaSubscription> over;
  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong demand = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final CallbackProgress headway = new CallbackProgress();

  /** Null once no more signals will be sent. */
  private volatile Flow.@Nullable Subscriber<? super Stanza> subscriber;

  private volatile @Nullable IllegalArgumentException fault;
  private volatile Source source = Source.OPEN;

  /**
   * A subscription that has not begun.
   *
   * @param subscriber the subscriber
   * @param inflow counts what waits
   * @param order runs the signals, one after the other
   * @param over called when no more signals will be sent
   */
  StanzaSubscription(
      Flow.Subscriber<? super Stanza> subscriber,
      Inflow inflow,
      Executor order,
      Consumer<StanzaSubscription> over) {
    this.subscriber = subscriber;
    this.inflow = inflow;
    this.order = order;
    this.over = over;
  }

  /** Sends {@code onSubscribe}, before any other signal. */
  void begin() {
    order.execute(() -> signal(to -> to.onSubscribe(this)));
  }

  /** The stanza with this number arrived. */
  void offer(Stanza stanza, int size, long number) {
    inflow.took(size);
    headway.give(number);
    waiting.add(new Entry(stanza, size, number));
    schedule();
  }

  /** Which stanzas the subscriber has received. */
  CallbackProgress headway() {
    return headway;
  }

  /** Leaves queued stanzas to another client: they are no longer delivered. */
  void leave() {
    source = isComplete() ? Source.LEFT_AND_COMPLETE : Source.LEFT;
    schedule();
  }

  /** No more stanzas arrive; queued ones are still delivered as they are requested. */
  void complete() {
    source = isLeft() ? Source.LEFT_AND_COMPLETE : Source.COMPLETE;
    schedule();
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
    } else {
      fault = new IllegalArgumentException("n: %d (expected: > 0)".formatted(n));
    }
    schedule();
  }

  @Override
  public void cancel() {
    subscriber = null;
    over.accept(this);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      order.execute(this::deliver);
    }
  }

  private void deliver() {
    scheduled.set(false);
    if (isLeft()) {
      discard();
    }
    for (int n = 0; n < BATCH && subscriber != null && fault == null && takes(); n++) {
      next();
    }
    IllegalArgumentException wrong = fault;
    if (subscriber == null) {
      discard();
    } else if (wrong != null) {
      last(to -> to.onError(wrong));
    } else if (takes()) {
      schedule();
    } else if (isComplete() && waiting.isEmpty()) {
      last(Flow.Subscriber::onComplete);
    }
  }

  private boolean isLeft() {
    return source == Source.LEFT || source == Source.LEFT_AND_COMPLETE;
  }

  private boolean isComplete() {
    return source == Source.COMPLETE || source == Source.LEFT_AND_COMPLETE;
  }

  private boolean takes() {
    return demand.get() > 0 && !waiting.isEmpty();
  }

  private void next() {
    Entry entry = waiting.poll();
    if (entry == null) {
      return;
    }
    demand.updateAndGet(had -> had == Long.MAX_VALUE ? had : had - 1);
    signal(to -> to.onNext(entry.stanza));
    headway.see(entry.number);
    inflow.done(entry.size);
  }

  private void last(Consumer<Flow.Subscriber<? super Stanza>> end) {
    signal(end);
    cancel();
  }

  /** A subscriber that throws is treated as cancelled (rule 2.13). */
  private void signal(Consumer<Flow.Subscriber<? super Stanza>> signal) {
    Flow.Subscriber<? super Stanza> to = subscriber;
    if (to == null) {
      return;
    }
    try {
      signal.accept(to);
    } catch (Throwable failure) {
      LOG.error("A subscriber of stanzas failed; its subscription is over", failure);
      cancel();
    }
  }

  private void discard() {
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      inflow.done(entry.size);
    }
  }
}
