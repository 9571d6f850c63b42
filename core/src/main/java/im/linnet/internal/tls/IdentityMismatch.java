package im.linnet.internal.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The certificate does not name the server that we want; the message is complete for the user. */
final class IdentityMismatch extends CertificateException {

  private static final long serialVersionUID = 1L;

  IdentityMismatch(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
