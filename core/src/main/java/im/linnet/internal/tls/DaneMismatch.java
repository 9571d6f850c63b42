package im.linnet.internal.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The certificate is none of those that the DNS names for the server. */
final class DaneMismatch extends CertificateException {

  private static final long serialVersionUID = 1L;

  DaneMismatch(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
