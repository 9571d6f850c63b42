package im.linnet.internal.stream;

import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.NettyVersions;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** Converts any failure on a connection to an {@link XmppException}. */
public final class Faults {

  private Faults() {}

  /**
   * Converts a failure.
   *
   * @param failure an exception that was thrown or completed a future
   * @return the failure itself, or the one inside its wrappers, if that is an {@link
   *     XmppException}; otherwise a new one with the failure as its cause
   */
  public static XmppException of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof XmppException typed) {
      return typed;
    }
    if (cause instanceof SSLException) {
      return new TransportException(Reason.TLS_FAILED, "TLS broke: " + cause.getMessage(), cause);
    }
    if (cause instanceof ClosedChannelException) {
      return new TransportException(Reason.CLOSED, "The connection is closed", cause);
    }
    if (cause instanceof IOException) {
      return new TransportException(
          Reason.RESET, "The connection broke: " + cause.getMessage(), cause);
    }
    if (cause instanceof CancellationException) {
      return new TransportException(Reason.CLOSED_HERE, "Cancelled by this side", cause);
    }
    String words =
        cause instanceof LinkageError absent ? NettyVersions.explained(absent) : cause.toString();
    return StreamException.byClient(
        Condition.INTERNAL_SERVER_ERROR, "A fault on this side: " + words, cause);
  }

  /** Whether the failure only says that this side cancelled. */
  static boolean isCancellation(Throwable failure) {
    return unwrapped(failure) instanceof CancellationException;
  }

  /** The failure inside the wrappers of futures and of the TLS handler. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || failure instanceof DecoderException;
  }
}
