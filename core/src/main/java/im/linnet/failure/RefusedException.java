package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * The client refused an operation and sent nothing: the service can't handle it, or the client is
 * in the wrong state or full.
 */
public final class RefusedException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  /**
   * Creates a refusal.
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
   * Creates a refusal for lack of room.
   *
   * @param message a sentence: what is full, and what to wait for
   * @return the refusal, which is {@linkplain #retryable() retryable}
   */
  public static RefusedException full(String message) {
    return new RefusedException(message, true, null, null);
  }

  /** True if there was no room: there may be later. */
  @Override
  public boolean retryable() {
    return full;
  }

  @Override
  XmppException copyAt(Where place) {
    return new RefusedException(words(), full, getCause(), place);
  }
}
