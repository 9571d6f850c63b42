package im.linnet.groupchat1;

import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.stanza.StanzaError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why a room could not be joined, see {@link GroupChats#join}. */
public enum JoinProblem {
  /**
   * Another occupant has the nickname.
   *
   * <p>What to do: choose another one.
   */
  NICKNAME_IN_USE,

  /**
   * It is a room of XEP-0045. Groupchat 1.0 is for gateways only.
   *
   * <p>What to do: join it by linnet-rooms.
   */
  MODERN_ROOM,

  /**
   * There is no such room. Rooms of XEP-0045 on Prosody 0.12 answer so, too, instead of with a
   * kick.
   *
   * <p>What to do: check the address; join a room of a server of today by linnet-rooms.
   */
  NO_SUCH_ROOM,

  /**
   * The room wants a password. Groupchat 1.0 has none, and PyMSNt asks for none, so it is a room of
   * XEP-0045 (section 7.2.6).
   *
   * <p>What to do: join it by linnet-rooms.
   */
  PASSWORD_REQUIRED,

  /**
   * The gateway can't be reached or is not available.
   *
   * <p>What to do: try again when the gateway is available.
   */
  UNREACHABLE,

  /**
   * The room refuses the user, for instance because the user is not signed on at the gateway.
   *
   * <p>What to do: sign on at the gateway first.
   */
  REFUSED,

  /**
   * The room did not answer in time.
   *
   * <p>What to do: try again later.
   */
  NO_ANSWER,

  /**
   * The request was not sent: the client refused it, or there was no connection.
   *
   * <p>What to do: see the message of the failure.
   */
  NOT_SENT;

  /**
   * Classifies the failure of a join.
   *
   * @param failure what the future failed with
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
    if (ModernRoom.isKick(error)) {
      return MODERN_ROOM;
    }
    return switch (error.condition()) {
      case CONFLICT -> NICKNAME_IN_USE;
      case ITEM_NOT_FOUND, GONE -> NO_SUCH_ROOM;
      case NOT_AUTHORIZED -> PASSWORD_REQUIRED;
      case RECIPIENT_UNAVAILABLE,
          REMOTE_SERVER_NOT_FOUND,
          REMOTE_SERVER_TIMEOUT,
          SERVICE_UNAVAILABLE ->
          UNREACHABLE;
      default -> REFUSED;
    };
  }
}
