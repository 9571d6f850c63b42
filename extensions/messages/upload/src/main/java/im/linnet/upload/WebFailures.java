package im.linnet.upload;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The typed failures of transfers. Messages name the host only: who has the address has the file.
 *
 * @param address the address
 */
record WebFailures(URI address) {

  private static final int DEPTH = 16;
  private static final int TOO_MANY_REQUESTS = 429;

  /** For a response that is no success. */
  XmppException of(int status) {
    WebException cause =
        new WebException(TransferProblem.status(status), "HTTP status %d".formatted(status));
    String what = "The web server %s answered by HTTP status %d".formatted(host(), status);
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      return new TransportException(Reason.NO_ANSWER, what + ": try later", cause);
    }
    return new UnreadableAnswerException(
        status / 100 == 3 ? what + ", a redirect, which is not followed" : what, cause);
  }

  /** For whatever the request failed with. */
  XmppException of(Throwable failure) {
    XmppException typed = find(failure, XmppException.class);
    if (typed != null) {
      return typed;
    }
    WebException content = find(failure, WebException.class);
    if (content != null) {
      return new UnreadableAnswerException(
          "%s, which %s sent".formatted(content.getMessage(), host()), content);
    }
    FileSystemException disk = find(failure, FileSystemException.class);
    if (disk != null) {
      return new RefusedException(
          "A file can't be written or read: %s".formatted(disk.getClass().getSimpleName()));
    }
    return new TransportException(
        reason(failure), "The transfer with the web server %s failed".formatted(host()), failure);
  }

  /** For a transfer without progress. */
  XmppException stalled() {
    return new TransportException(
        Reason.TIMED_OUT, "The transfer with the web server %s stands still".formatted(host()));
  }

  private String host() {
    return String.valueOf(address.getHost());
  }

  private static Reason reason(Throwable failure) {
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return Reason.UNRESOLVED;
    } else if (find(failure, CertificateException.class) != null) {
      return Reason.TLS_UNTRUSTED;
    } else if (find(failure, SSLException.class) != null) {
      return Reason.TLS_FAILED;
    } else {
      return find(failure, ConnectException.class) == null ? Reason.RESET : Reason.REFUSED;
    }
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < DEPTH; i++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
