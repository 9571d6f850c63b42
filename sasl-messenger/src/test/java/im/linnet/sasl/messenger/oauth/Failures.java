package im.linnet.sasl.messenger.oauth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What futures fail with. */
public final class Failures {

  private Failures() {}

  /** {@return the failure of a future, which has to be of a type} */
  public static <T extends Throwable> T of(CompletableFuture<?> future, Class<T> type)
      throws Exception {
    try {
      throw new AssertionError("expected a failure, not " + future.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return cause(e, type);
    }
  }

  /** {@return the cause of a failure, which has to be of a type} */
  public static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure.getCause();
    if (cause == null || !type.isInstance(cause)) {
      throw new AssertionError("expected a failure of type " + type.getSimpleName(), failure);
    }
    return type.cast(cause);
  }

  /** {@return what a failure says of consent, which it has to} */
  public static ConsentNeeded consent(Throwable failure) {
    ConsentNeeded needed = ConsentNeeded.in(failure);
    if (needed == null) {
      throw new AssertionError("not for want of consent", failure);
    }
    return needed;
  }
}
