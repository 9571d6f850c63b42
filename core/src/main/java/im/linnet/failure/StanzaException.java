package im.linnet.failure;

import im.linnet.stanza.StanzaError;
import org.jspecify.annotations.Nullable;

/** A request was answered with an error (RFC 6120, section 8.3). */
public final class StanzaException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final transient StanzaError error;

  /**
   * Creates the failure.
   *
   * @param error the error in the answer
   * @param request a short description of the request
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

  /** {@return the error in the answer} */
  public StanzaError error() {
    return error;
  }

  /**
   * True for errors of type wait, and for those from a server not verified by TLS. If resource
   * binding failed, also for errors that the user can't fix.
   */
  @Override
  public boolean retryable() {
    Where where = where();
    boolean binding = where != null && where.phase() == Phase.BINDING;
    return isHearsay()
        || error.type() == StanzaError.Type.WAIT
        || (binding && !isUpToTheUser(error));
  }

  private static boolean isUpToTheUser(StanzaError error) {
    return error.type() == StanzaError.Type.AUTH
        || switch (error.condition()) {
          case CONFLICT, FORBIDDEN, NOT_ALLOWED, NOT_AUTHORIZED, REGISTRATION_REQUIRED -> true;
          default -> false;
        };
  }

  @Override
  XmppException copyAt(Where place) {
    return new StanzaException(error, words(), getCause(), place);
  }
}
