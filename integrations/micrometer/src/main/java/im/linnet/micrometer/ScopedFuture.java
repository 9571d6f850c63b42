package im.linnet.micrometer;

import io.micrometer.context.ContextSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Completes like another future, in the context in which that was asked for: what depends on this
 * one runs there. Cancelling it, or failing it, does so to the other.
 *
 * @param <T> the result
 */
final class ScopedFuture<T> extends CompletableFuture<T> {

  private final CompletableFuture<T> source;

  private ScopedFuture(CompletableFuture<T> source) {
    this.source = source;
  }

  /** The future; {@code ended} is called before what depends on it, with the failure or null. */
  static <T> CompletableFuture<T> of(
      CompletableFuture<T> source, ContextSnapshot context, Consumer<@Nullable Throwable> ended) {
    ScopedFuture<T> scoped = new ScopedFuture<>(source);
    var unused =
        source.whenComplete(
            (value, failure) -> {
              ended.accept(failure);
              ContextSnapshot.Scope scope = context.setThreadLocals();
              try {
                scoped.finish(value, failure);
              } finally {
                scope.close();
              }
            });
    return scoped;
  }

  // A successful future's value is whatever T allows, null included.
  @SuppressWarnings("NullAway")
  private void finish(@Nullable T value, @Nullable Throwable failure) {
    if (failure == null) {
      super.complete(value);
    } else {
      super.completeExceptionally(failure);
    }
  }

  @Override
  public boolean cancel(boolean interrupt) {
    source.cancel(interrupt);
    return super.cancel(interrupt) || isCancelled();
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean failed = super.completeExceptionally(failure);
    if (failed) {
      source.completeExceptionally(failure);
    }
    return failed;
  }
}
