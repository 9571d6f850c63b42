package im.linnet.archive;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to the messages of a query, following the rules of Reactive Streams. All its
 * state belongs to the executor of the client's callbacks, except whether it is over.
 */
final class ArchiveSubscription implements Flow.Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveSubscription.class);

  /** Where the pages are. */
  private enum Pages {
    /** There is a further page, not requested yet. */
    FURTHER,
    REQUESTED,
    /** The last one has been received. */
    ALL
  }

  private final Walk walk;
  private final Executor order;
  private final Queue<ArchivedMessage> waiting = new ArrayDeque<>();
  private Pages pages = Pages.FURTHER;
  private long demand;
  private CompletableFuture<?> request = CompletableFuture.completedFuture(null);

  /** Null once no more signals will be sent. */
  private volatile Flow.@Nullable Subscriber<? super ArchivedMessage> subscriber;

  ArchiveSubscription(Walk walk, Flow.Subscriber<? super ArchivedMessage> subscriber) {
    this.walk = walk;
    this.order = walk.archive().client().context().callbacks();
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
  }

  /** Sends {@code onSubscribe}, before any other signal. */
  void begin() {
    order.execute(() -> signal(to -> to.onSubscribe(this)));
  }

  @Override
  public void request(long n) {
    order.execute(
        () -> {
          if (n <= 0) {
            last(to -> to.onError(new IllegalArgumentException("n: " + n + " (expected: > 0)")));
          } else {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            deliver();
          }
        });
  }

  @Override
  public void cancel() {
    subscriber = null;
    order.execute(this::discard);
  }

  private void discard() {
    waiting.clear();
    request.cancel(false);
  }

  private void deliver() {
    while (subscriber != null && demand > 0 && !waiting.isEmpty()) {
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      ArchivedMessage next = waiting.remove();
      signal(to -> to.onNext(next));
    }
    if (subscriber == null || !waiting.isEmpty()) {
      return;
    }
    if (pages == Pages.ALL) {
      last(Flow.Subscriber::onComplete);
    } else if (pages == Pages.FURTHER && demand > 0) {
      ask();
    }
  }

  private void ask() {
    pages = Pages.REQUESTED;
    CompletableFuture<Walk.Step> step = walk.step();
    request = step;
    step.whenComplete((page, failure) -> order.execute(() -> take(page, failure)));
  }

  private void take(Walk.@Nullable Step page, @Nullable Throwable failure) {
    if (subscriber == null) {
      return;
    }
    if (page == null) {
      Throwable cause = Objects.requireNonNull(failure, "failure");
      last(to -> to.onError(cause));
      return;
    }
    pages = page.isLast() ? Pages.ALL : Pages.FURTHER;
    waiting.addAll(page.messages());
    deliver();
  }

  private void last(Consumer<Flow.Subscriber<? super ArchivedMessage>> end) {
    signal(end);
    cancel();
  }

  /** A subscriber that throws is treated as cancelled (rule 2.13). */
  private void signal(Consumer<Flow.Subscriber<? super ArchivedMessage>> signal) {
    Flow.Subscriber<? super ArchivedMessage> to = subscriber;
    if (to == null) {
      return;
    }
    try {
      signal.accept(to);
    } catch (Throwable failure) {
      LOG.error("A subscriber of archived messages failed; its subscription is over", failure);
      cancel();
    }
  }
}
