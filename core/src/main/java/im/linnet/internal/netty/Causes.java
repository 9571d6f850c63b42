package im.linnet.internal.netty;

import java.util.concurrent.CompletionException;

/** Failures as they were thrown, without the wrappers that dependent futures put around them. */
public final class Causes {

  private Causes() {}

  /**
   * The failure itself.
   *
   * @param failure what a future failed with
   * @return its cause if it is a {@link CompletionException} that has one, through all layers;
   *     otherwise the failure
   */
  public static Throwable of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
