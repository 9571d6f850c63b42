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

  /**
   * True for errors of the type wait, and for what was said before TLS proved who says it. If it is
   * a resource that could not be bound, also for errors that the user can do nothing about.
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
