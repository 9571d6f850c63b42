package im.linnet.test;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What futures fail with. */
public final class Failures {

  private static final long LIMIT_SECONDS = 20;

  private Failures() {}

  /**
   * Waits for the failure of a future.
   *
   * @param future what has to fail within 20 seconds
   * @param type what it has to fail with
   * @return the failure
   * @throws AssertionError if it ends otherwise, or not at all
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
   * Takes the cause of a failure.
   *
   * @param failure the failure
   * @param type what its cause has to be
   * @return the cause
   * @throws AssertionError if it is something else
   */
  public static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure.getCause();
    if (cause == null || !type.isInstance(cause)) {
      throw new AssertionError("expected a failure of type " + type.getSimpleName(), failure);
    }
    return type.cast(cause);
  }
}
