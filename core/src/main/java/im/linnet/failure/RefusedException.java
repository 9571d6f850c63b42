package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** Nothing was sent: the service can't do it, or the client is not in a state to. */
public final class RefusedException extends XmppException {

  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message a sentence: what was refused, why, and what to do instead
   */
  public RefusedException(String message) {
    super(message, null, null);
  }

  private RefusedException(String message, @Nullable Throwable cause, Where where) {
    super(message, cause, where);
  }

  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  XmppException copyAt(Where place) {
    return new RefusedException(words(), getCause(), place);
  }
}
