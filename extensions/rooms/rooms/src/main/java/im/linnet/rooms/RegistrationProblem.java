package im.linnet.rooms;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.StanzaError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why a user could not be registered with a room, and what to do (XEP-0045, section 7.10). */
public enum RegistrationProblem {
  /** Another user has the nickname, or has reserved it. */
  NICKNAME_CONFLICT("Register another nickname."),

  /** The room does not take the answer to its form, for instance because of the nickname. */
  INVALID("Request the form again and answer all of its fields."),

  /** The room registers only those who are members already, or nobody. */
  NOT_ALLOWED("Ask an admin of the room for membership."),

  /** The user is banned. */
  BANNED("Nothing: only an admin of the room can lift the ban."),

  /** There is no such room. */
  NO_SUCH_ROOM("Check the address of the room."),

  /** The room has no registration. */
  UNSUPPORTED("Join the room without it."),

  /** The client refused to send it, or the room asks for more than a nickname. */
  INCOMPLETE("See the message of the failure, and answer the form: RoomRegistration.request()."),

  /** The room refuses for another reason, or did not answer. */
  OTHER("See the message of the failure.");

  private final String advice;

  RegistrationProblem(String advice) {
    this.advice = advice;
  }

  /** {@return what to do, as a sentence} */
  public String advice() {
    return advice;
  }

  /**
   * Classifies a failure.
   *
   * @param failure what a future of {@link RoomRegistration} failed with
   * @return the problem
   */
  public static RegistrationProblem of(Throwable failure) {
    Throwable cause = failure.getCause();
    if ((failure instanceof CompletionException || failure instanceof ExecutionException)
        && cause != null) {
      return of(cause);
    }
    if (failure instanceof StanzaException answer) {
      return of(answer.error());
    }
    return failure instanceof RefusedException ? INCOMPLETE : OTHER;
  }

  private static RegistrationProblem of(StanzaError error) {
    return switch (error.condition()) {
      case CONFLICT -> NICKNAME_CONFLICT;
      case BAD_REQUEST, NOT_ACCEPTABLE, JID_MALFORMED -> INVALID;
      case NOT_ALLOWED, REGISTRATION_REQUIRED, NOT_AUTHORIZED -> NOT_ALLOWED;
      case FORBIDDEN -> BANNED;
      case ITEM_NOT_FOUND, GONE -> NO_SUCH_ROOM;
      case SERVICE_UNAVAILABLE, FEATURE_NOT_IMPLEMENTED -> UNSUPPORTED;
      default -> OTHER;
    };
  }
}
