package im.linnet.internal.dial;

import im.linnet.failure.TransportException.Reason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * What the operating system says of a TCP connection that failed. Words count only where exceptions
 * share a class, as systems translate them.
 *
 * @param reason the kind
 * @param words how it reads in a sentence
 */
public record TcpFailure(Reason reason, String words) {

  /** Sorts a failure of connecting. */
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
