package im.linnet.test;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The failures of futures. */
public final class Failures {

  private static final long LIMIT_SECONDS = 20;

  private Failures() {}

  /**
   * Waits for the failure of a future.
   *
   * @param future must fail within 20 seconds
   * @param type the expected failure
   * @return the failure
   * @throws AssertionError if it completes in another way, or not in time
   */
  public static <T extends Throwable> T of(CompletionStage<?> future, Class<T> type) {
    try {
      Object result = future.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("result: " + result + " (expected: a " + type.getSimpleName() + ")");
    } catch (ExecutionException e) {
      return cause(e, type);
    } catch (TimeoutException e) {
      throw new AssertionError("no failure within " + LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Returns the cause of a failure.
   *
   * @param failure the failure
   * @param type the expected type of its cause
   * @return the cause
   * @throws AssertionError if it has another type
   */
  public static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure.getCause();
    if (cause == null || !type.isInstance(cause)) {
      throw new AssertionError("expected a failure of type " + type.getSimpleName(), failure);
    }
    return type.cast(cause);
  }
}
