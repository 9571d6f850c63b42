package im.linnet.observe;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.FilterException;
import im.linnet.failure.JournalException;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** How something ended: a fixed list, coarser than the exceptions. */
public enum Result {
  /** As intended. */
  SUCCEEDED,
  /** This program closed the client or cancelled the operation. */
  CANCELLED,
  /** DNS does not say where the service is. */
  UNRESOLVED,
  /** The host or the proxy refused the connection, or there is no route to it. */
  UNREACHABLE,
  /** A time limit has expired. */
  TIMED_OUT,
  /** The connection was closed, reset or lost, or there is none. */
  LOST,
  /** TLS is not offered, or its handshake failed, for instance because of the certificate. */
  TLS_FAILED,
  /** The user could not be signed in. */
  NOT_SIGNED_IN,
  /** The server sent the client to another host, or a redirect can't be followed. */
  REDIRECTED,
  /** The server ended the stream with an error. */
  STREAM_ERROR,
  /** The client ended the stream because the server violated the protocol. */
  PROTOCOL_FAULT,
  /** Each of several endpoints failed, for reasons of its own. */
  ALL_FAILED,
  /** A request was answered with an error. */
  ERROR_ANSWER,
  /** A request was answered with what its reader can't read. */
  UNREADABLE,
  /** The client or one of its filters refused to send it, or its journal did not record it. */
  REFUSED,
  /** An unexpected exception of this program. */
  OTHER;

  /**
   * The kind of a failure.
   *
   * @param failure the failure; null for success
   * @return its kind
   */
  public static Result of(@Nullable Throwable failure) {
    if (failure == null) {
      return SUCCEEDED;
    } else if (failure instanceof TransportException transport) {
      return of(transport.reason());
    } else if (failure instanceof StreamException stream) {
      return of(stream);
    } else if (failure instanceof AuthenticationException) {
      return NOT_SIGNED_IN;
    } else if (failure instanceof StanzaException) {
      return ERROR_ANSWER;
    } else if (failure instanceof UnreadableAnswerException) {
      return UNREADABLE;
    } else if (failure instanceof RefusedException
        || failure instanceof FilterException
        || failure instanceof JournalException) {
      return REFUSED;
    } else if (failure instanceof CancellationException) {
      return CANCELLED;
    }
    return failure instanceof CompletionException wrapper && wrapper.getCause() != null
        ? of(wrapper.getCause())
        : OTHER;
  }

  private static Result of(StreamException ended) {
    if (ended.by() == StreamException.By.CLIENT) {
      return PROTOCOL_FAULT;
    }
    return ended.error().condition() == Condition.SEE_OTHER_HOST ? REDIRECTED : STREAM_ERROR;
  }

  private static Result of(TransportException.Reason reason) {
    return switch (reason) {
      case NO_SERVICE, UNRESOLVED -> UNRESOLVED;
      case REFUSED, UNREACHABLE, PROXY, UPGRADE_REFUSED -> UNREACHABLE;
      case TIMED_OUT, NO_ANSWER -> TIMED_OUT;
      case CLOSED, RESET, NOT_CONNECTED, NOT_SENT, UNCERTAIN -> LOST;
      case TLS_NOT_OFFERED, TLS_REFUSED, TLS_INJECTION, TLS_UNTRUSTED, TLS_IDENTITY, TLS_FAILED ->
          TLS_FAILED;
      case REDIRECT -> REDIRECTED;
      case ALL_FAILED -> ALL_FAILED;
      case CLOSED_HERE -> CANCELLED;
    };
  }
}
