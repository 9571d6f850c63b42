package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** A request was answered with a malformed result: the responder is at fault. */
public final class UnreadableAnswerException extends XmppException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure.
   *
   * @param message a sentence: what was asked, and what is wrong with the answer
   * @param cause what the reader threw, or null
   */
  public UnreadableAnswerException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  private UnreadableAnswerException(
      String message, @Nullable Throwable cause, @Nullable Where where) {
    super(message, cause, where);
  }

  /** False: the same request would get the same answer. */
  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  XmppException copyAt(Where place) {
    return new UnreadableAnswerException(words(), getCause(), place);
  }
}
