package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * A {@link im.linnet.routing.Filter} stopped an outgoing stanza or the answer to a request: it
 * dropped it, threw, or did not decide in time. A stopped outgoing stanza was not sent.
 */
public final class FilterException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final boolean late;

  /**
   * Creates the failure.
   *
   * @param message a sentence: which filter, and why
   * @param cause what the filter threw, or null
   * @param late whether the filter did not decide in time
   */
  public FilterException(String message, @Nullable Throwable cause, boolean late) {
    this(message, cause, late, null);
  }

  private FilterException(
      String message, @Nullable Throwable cause, boolean late, @Nullable Where where) {
    super(message, cause, where);
    this.late = late;
  }

  /** True if the filter did not decide in time. */
  @Override
  public boolean retryable() {
    return late;
  }

  @Override
  XmppException copyAt(Where place) {
    return new FilterException(words(), getCause(), late, place);
  }
}
