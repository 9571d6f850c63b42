package im.linnet.failure;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Takes failures out of futures. */
public final class Failures {

  private Failures() {}

  /** Waits for a future that must fail, and gives what it failed with. */
  public static Throwable of(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(future::join);
    if (thrown == null) {
      throw new AssertionError("the future did not fail");
    }
    Throwable cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  /** Waits for a future that must fail with a {@link TransportException}. */
  public static TransportException transport(CompletableFuture<?> future) {
    Throwable failure = of(future);
    if (failure instanceof TransportException transport) {
      return transport;
    }
    throw new AssertionError("expected a TransportException", failure);
  }
}
