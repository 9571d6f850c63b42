package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * A {@link im.linnet.journal.StreamJournal} could not record something, so the client gave its
 * connection up: what it had not recorded was neither sent nor acknowledged.
 */
public final class JournalException extends XmppException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure.
   *
   * @param message a sentence: what could not be recorded, and why
   * @param cause what the journal threw, or null
   */
  public JournalException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  private JournalException(String message, @Nullable Throwable cause, @Nullable Where where) {
    super(message, cause, where);
  }

  /** False: the journal has to be seen to first. */
  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  XmppException copyAt(Where place) {
    return new JournalException(words(), getCause(), place);
  }
}
