package im.linnet.internal.connect;

import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.failure.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Takes failures out of futures. */
final class Failures {

  private Failures() {}

  /** Waits for a future that must fail, and gives what it failed with. */
  static Throwable of(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(future::join);
    if (thrown == null) {
      throw new AssertionError("the future did not fail");
    }
    Throwable cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  /** Waits for a future that must fail with a {@link TransportException}. */
  static TransportException transport(CompletableFuture<?> future) {
    Throwable failure = of(future);
    if (failure instanceof TransportException transport) {
      return transport;
    }
    throw new AssertionError("expected a TransportException", failure);
  }
}
