package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * A {@link im.linnet.routing.Filter} did not let through what was to be sent, or the answer to a
 * request: it said no, threw, or did not decide in time. A stanza that was to be sent was not.
 */
public final class FilterException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final boolean late;

  /**
   * What a filter has said.
   *
   * @param message a sentence: which filter, and why
   * @param cause what it threw, or null
   * @param late whether it did not decide in time
   */
  public FilterException(String message, @Nullable Throwable cause, boolean late) {
    this(message, cause, late, null);
  }

  private FilterException(
      String message, @Nullable Throwable cause, boolean late, @Nullable Where where) {
    super(message, cause, where);
    this.late = late;
  }

  /** True where the filter did not decide in time. */
  @Override
  public boolean retryable() {
    return late;
  }

  @Override
  XmppException copyAt(Where place) {
    return new FilterException(words(), getCause(), late, place);
  }
}
