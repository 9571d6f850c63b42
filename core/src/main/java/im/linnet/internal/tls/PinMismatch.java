package im.linnet.internal.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** No pinned key vouches for the certificate. */
final class PinMismatch extends CertificateException {

  private static final long serialVersionUID = 1L;

  PinMismatch(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
