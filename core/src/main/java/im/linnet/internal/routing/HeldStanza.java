package im.linnet.internal.routing;

import im.linnet.routing.Verdict;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stanza whose filter decides later. Ends with the verdict, at the time limit, or when the client
 * is closed.
 */
final class HeldStanza {

  /** The client was closed before the filter decided. */
  static final class ClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ClosedException() {
      super("the client was closed meanwhile");
    }
  }

  private final FilterChain chain;
  private final CompletableFuture<Verdict> decided = new CompletableFuture<>();
  private @Nullable Future<?> limit;

  HeldStanza(FilterChain chain) {
    this.chain = chain;
  }

  void begin(EventExecutor timers, long limitNanos) {
    try {
      limit = timers.schedule(() -> late(limitNanos), limitNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException shutDown) {
      close();
    }
  }

  private void late(long limitNanos) {
    end(null, new TimeoutException("no decision within " + Duration.ofNanos(limitNanos)));
  }

  void close() {
    end(null, new ClosedException());
  }

  /** The filter's verdict, or a failure; completes on one of the client's threads. */
  CompletableFuture<Verdict> await(CompletionStage<? extends Verdict> verdict) {
    try {
      // Not whenComplete(), which can't pass on a failure that can't be shown.
      verdict.handle(
          (judged, failure) -> {
            end(judged, failure);
            return decided;
          });
    } catch (Throwable unusable) {
      end(null, unusable);
    }
    return decided;
  }

  /** The first call counts. The calling thread does not continue with the stanza. */
  private void end(@Nullable Verdict verdict, @Nullable Throwable failure) {
    chain.done(this);
    chain.threads().execute(() -> decide(verdict, failure));
    Future<?> timer = limit;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void decide(@Nullable Verdict verdict, @Nullable Throwable failure) {
    if (failure != null) {
      decided.completeExceptionally(failure);
    } else if (verdict == null) {
      decided.completeExceptionally(new NullPointerException("its verdict is null"));
    } else {
      decided.complete(verdict);
    }
  }
}
