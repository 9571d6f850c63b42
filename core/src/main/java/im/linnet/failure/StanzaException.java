package im.linnet.failure;

import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** A request was answered with an error (RFC 6120, section 8.3). */
public final class StanzaException extends XmppException {

  private static final long serialVersionUID = 1L;

  private final transient StanzaError error;
  private final transient @Nullable Element answer;

  /**
   * Creates the failure.
   *
   * @param error the error in the answer
   * @param request a short description of the request
   */
  public StanzaException(StanzaError error, String request) {
    this(error, request, null);
  }

  /**
   * Creates the failure with the whole answer.
   *
   * @param error the error in the answer
   * @param request a short description of the request
   * @param answer the answer, or null
   */
  public StanzaException(StanzaError error, String request, @Nullable Element answer) {
    this(
        error,
        answer,
        request
            + " was answered with an error: "
            + error.conditionName()
            + (error.text() == null ? "" : " “" + error.text() + "”"),
        null,
        null);
  }

  private StanzaException(
      StanzaError error,
      @Nullable Element answer,
      String message,
      @Nullable Throwable cause,
      @Nullable Where where) {
    super(message, cause, where);
    this.error = error;
    this.answer = answer;
  }

  /** {@return the error in the answer} */
  public StanzaError error() {
    return error;
  }

  /**
   * The whole answer, in which some protocols put more than the error, such as a form to fill in
   * (XEP-0077, section 3.3). It may repeat the request with its secrets.
   *
   * @return the stanza of type error, or null if it is not known
   */
  public @Nullable Element answer() {
    return answer;
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
    return new StanzaException(error, answer, words(), getCause(), place);
  }
}
