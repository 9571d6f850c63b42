package im.linnet.failure;

import im.linnet.stanza.StanzaError;
import org.jspecify.annotations.Nullable;

/** A request was answered with an error (RFC 6120, section 8.3). */
public final class StanzaException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final transient StanzaError error;

  /**
   * The answer to a request.
   *
   * @param error what the answer says
   * @param request what was asked, in a few words
   */
  public StanzaException(StanzaError error, String request) {
    this(
        error,
        request
            + " was answered with an error: "
            + error.conditionName()
            + (error.text() == null ? "" : " “" + error.text() + "”"),
        null,
        null);
  }

  private StanzaException(
      StanzaError error, String message, @Nullable Throwable cause, @Nullable Where where) {
    super(message, cause, where);
    this.error = error;
  }

  /** {@return what the answer says} */
  public StanzaError error() {
    return error;
  }

  @Override
  public boolean retryable() {
    return error.type() == StanzaError.Type.WAIT;
  }

  @Override
  XmppException copyAt(Where place) {
    return new StanzaException(error, words(), getCause(), place);
  }
}
