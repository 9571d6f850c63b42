package im.linnet.internal.dial;

import im.linnet.failure.TransportException.Reason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * The operating system's reason for a failed TCP connection. The message is only examined where
 * exceptions share a class, because systems translate it.
 *
 * @param reason the reason
 * @param words the text for messages
 */
public record TcpFailure(Reason reason, String words) {

  /** Classifies a failure of connecting. */
  public static TcpFailure of(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof ConnectTimeoutException || message.contains("timed out")) {
      return new TcpFailure(Reason.TIMED_OUT, "no answer in time");
    }
    if (cause instanceof ClosedChannelException
        || message.contains("reset")
        || message.contains("broken pipe")) {
      return new TcpFailure(Reason.RESET, "connection reset");
    }
    if (cause instanceof ConnectException) {
      return new TcpFailure(Reason.REFUSED, "connection refused");
    }
    return new TcpFailure(Reason.UNREACHABLE, "unreachable");
  }
}
