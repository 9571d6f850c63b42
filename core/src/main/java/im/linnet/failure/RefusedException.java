package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** Nothing was sent: the service can't do it, or the client is not in a state to. */
public final class RefusedException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  /**
   * A refusal.
   *
   * @param message a sentence: what was refused, why, and what to do instead
   */
  public RefusedException(String message) {
    this(message, false, null, null);
  }

  private RefusedException(
      String message, boolean full, @Nullable Throwable cause, @Nullable Where where) {
    super(message, cause, where);
    this.full = full;
  }

  /**
   * A refusal of what there is no room for now.
   *
   * @param message a sentence: what is full, and what to wait for
   * @return the refusal, which is {@linkplain #retryable() retryable}
   */
  public static RefusedException full(String message) {
    return new RefusedException(message, true, null, null);
  }

  /** True where there was no room: later there may be. */
  @Override
  public boolean retryable() {
    return full;
  }

  @Override
  XmppException copyAt(Where place) {
    return new RefusedException(words(), full, getCause(), place);
  }
}
