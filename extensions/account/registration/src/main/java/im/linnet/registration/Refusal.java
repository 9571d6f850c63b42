package im.linnet.registration;

import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a service did not register the user, or did not change or cancel the registration (XEP-0077,
 * sections 3.1 to 3.3), read from the failure of a future:
 *
 * <pre>{@code
 * client
 *     .get(Registration.class)
 *     .changePassword("n3w")
 *     .exceptionally(
 *         failure -> {
 *           Refusal refusal = Refusal.of(failure);
 *           System.out.println(refusal == null ? failure.getMessage() : refusal.advice());
 *           return null;
 *         });
 * }</pre>
 */
public final class Refusal {

  /** The reasons that callers handle in different ways. */
  public enum Reason {
    /** The name is in use. */
    CONFLICT("the name is in use: choose another one"),
    /** Something required is missing. */
    NOT_ACCEPTABLE("something is missing or not accepted, or it was tried too often"),
    /** The data is malformed; gateways answer so to a name or password they do not accept. */
    BAD_REQUEST("the data was not accepted: check the name and the password"),
    /** The user is not registered. */
    REGISTRATION_REQUIRED("the user is not registered with this service: register first"),
    /** Nobody may do this over XMPP. */
    NOT_ALLOWED("it does not allow this over XMPP: look for its website"),
    /** This user may not do this. */
    FORBIDDEN("this user is not allowed to do it: ask the operator"),
    /** The connection is not safe enough, or more has to be proved. */
    NOT_AUTHORIZED("it wants proof of who asks, or a connection with TLS"),
    /** The service does not know the sender. */
    UNEXPECTED_REQUEST("it does not know who asks: sign in first"),
    /** The service has no registration. */
    UNSUPPORTED("it does not register users over XMPP"),
    /** The service can't be reached. */
    UNREACHABLE("it can't be reached now: try again later"),
    /** The service can't do it now, or this client asks too often. */
    LATER("it can't do it now: try again later"),
    /** Another reason, see {@link Refusal#error()}. */
    OTHER("it gave another reason");

    private final String advice;

    Reason(String advice) {
      this.advice = advice;
    }

    private static Reason of(StanzaError error) {
      return switch (error.condition()) {
        case CONFLICT -> CONFLICT;
        case NOT_ACCEPTABLE -> NOT_ACCEPTABLE;
        case BAD_REQUEST, JID_MALFORMED -> BAD_REQUEST;
        case REGISTRATION_REQUIRED -> REGISTRATION_REQUIRED;
        case NOT_ALLOWED -> NOT_ALLOWED;
        case FORBIDDEN -> FORBIDDEN;
        case NOT_AUTHORIZED -> NOT_AUTHORIZED;
        case UNEXPECTED_REQUEST -> UNEXPECTED_REQUEST;
        case SERVICE_UNAVAILABLE, FEATURE_NOT_IMPLEMENTED, ITEM_NOT_FOUND -> UNSUPPORTED;
        case REMOTE_SERVER_NOT_FOUND, REMOTE_SERVER_TIMEOUT, RECIPIENT_UNAVAILABLE -> UNREACHABLE;
        case RESOURCE_CONSTRAINT, POLICY_VIOLATION -> LATER;
        default -> error.type() == StanzaError.Type.WAIT ? LATER : OTHER;
      };
    }
  }

  private final StanzaError error;
  private final @Nullable Jid service;
  private final @Nullable DataForm form;

  private Refusal(StanzaError error, @Nullable Jid service, @Nullable DataForm form) {
    this.error = error;
    this.service = service;
    this.form = form;
  }

  /**
   * Reads a failure.
   *
   * @param failure the failure of a request of {@link Registration}, or of a connection with {@link
   *     AccountRegistration}; possibly inside a {@link CompletionException}
   * @return the refusal, or null if the service did not answer by an error
   */
  public static @Nullable Refusal of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (!(cause instanceof StanzaException refused)) {
      return null;
    }
    Element answer = refused.answer();
    return answer == null
        ? new Refusal(refused.error(), null, null)
        : new Refusal(refused.error(), sender(answer), form(answer));
  }

  private static @Nullable Jid sender(Element answer) {
    String from = answer.attribute("from");
    try {
      return from == null ? null : Jid.received(from);
    } catch (InvalidJidException malformed) {
      return null;
    }
  }

  private static @Nullable DataForm form(Element answer) {
    Element query = answer.child("query", Registration.NAMESPACE);
    DataForm form = query == null ? null : DataForm.TYPE.in(query);
    return form != null && form.kind() == DataForm.Kind.FORM ? form : null;
  }

  /** {@return why} */
  public Reason reason() {
    return Reason.of(error);
  }

  /** {@return the error as it came} */
  public StanzaError error() {
    return error;
  }

  /** {@return who refused, or null for the own server} */
  public @Nullable Jid service() {
    return service;
  }

  /**
   * A form that the service wants answered first, such as one that asks for the old password
   * (sections 3.2 and 3.3). Answer it by {@link Registration#answer}.
   *
   * @return the form, or null
   */
  public @Nullable DataForm form() {
    return form;
  }

  /** {@return what happened and what to try, in one English sentence} */
  public String advice() {
    String who = service == null ? "The server" : service.toString();
    String text = error.text();
    return "%s refuses (%s): %s%s"
        .formatted(
            who,
            error.conditionName(),
            form == null ? reason().advice : "it wants a form to be answered first",
            text == null ? "" : " (“" + text + "”)");
  }

  @Override
  public String toString() {
    return "Refusal[" + advice() + "]";
  }
}
