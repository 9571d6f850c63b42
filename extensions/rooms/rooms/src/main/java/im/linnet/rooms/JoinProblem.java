package im.linnet.rooms;

import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.stanza.StanzaError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Why a room could not be joined or a nickname not be taken, and what to do (XEP-0045, section
 * 7.2.17).
 */
public enum JoinProblem {
  /** Another user has the nickname, or has reserved it. */
  NICKNAME_CONFLICT("Join with another nickname."),

  /** The room has reserved another nickname for the user, and takes no other. */
  NICKNAME_RESERVED("Join with the nickname that is registered with the room."),

  /** The room takes only those who know its password, and this was none or the wrong one. */
  PASSWORD_REQUIRED("Join with the password: JoinOptions.password(..)."),

  /** The room takes only its members. */
  MEMBERS_ONLY("Ask an admin of the room for membership, or register with the room."),

  /** The user is banned. */
  BANNED("Nothing: only an admin of the room can lift the ban."),

  /** There is no such room, or its creator has not configured it yet. */
  NO_SUCH_ROOM("Check the address, or try again later: the room may be locked."),

  /** There is no such room, and the user may not create it. */
  CREATION_RESTRICTED("Check the address, or ask the service's operator for the room."),

  /** The room has as many occupants as it takes. */
  FULL("Try again later."),

  /** The service accepts no more for now: the user is in too many rooms, or was too fast. */
  LIMITED("Leave other rooms, or try again later."),

  /** The room is gone for good; {@link StanzaError#address()} may have another. */
  GONE("Join the room that the error names, if any."),

  /** The service can't be reached. */
  UNREACHABLE("Check the domain of the address, or try again later."),

  /** The room refuses for another reason. */
  REFUSED("See the text of the error."),

  /** The room did not answer in time. */
  NO_ANSWER("Try again later."),

  /** Nothing was sent: the client refused it, or there was no connection. */
  NOT_SENT("See the message of the failure.");

  private final String advice;

  JoinProblem(String advice) {
    this.advice = advice;
  }

  /** {@return what to do, as a sentence} */
  public String advice() {
    return advice;
  }

  /**
   * Classifies a failure.
   *
   * @param failure what the future of {@link Rooms#join} or {@link Room#rename} failed with
   * @return the problem
   */
  public static JoinProblem of(Throwable failure) {
    Throwable cause = failure.getCause();
    if ((failure instanceof CompletionException || failure instanceof ExecutionException)
        && cause != null) {
      return of(cause);
    }
    if (failure instanceof StanzaException answer) {
      return of(answer.error());
    }
    return failure instanceof TransportException transport
            && transport.reason() == TransportException.Reason.NO_ANSWER
        ? NO_ANSWER
        : NOT_SENT;
  }

  private static JoinProblem of(StanzaError error) {
    return switch (error.condition()) {
      case CONFLICT -> NICKNAME_CONFLICT;
      case NOT_ACCEPTABLE -> NICKNAME_RESERVED;
      case NOT_AUTHORIZED -> PASSWORD_REQUIRED;
      case REGISTRATION_REQUIRED -> MEMBERS_ONLY;
      case FORBIDDEN -> BANNED;
      case ITEM_NOT_FOUND -> NO_SUCH_ROOM;
      case NOT_ALLOWED -> CREATION_RESTRICTED;
      case SERVICE_UNAVAILABLE -> FULL;
      case RESOURCE_CONSTRAINT, POLICY_VIOLATION -> LIMITED;
      case GONE, REDIRECT -> GONE;
      case RECIPIENT_UNAVAILABLE, REMOTE_SERVER_NOT_FOUND, REMOTE_SERVER_TIMEOUT -> UNREACHABLE;
      default -> REFUSED;
    };
  }
}
