package im.linnet.internal.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The certificate is not for whom we want to talk to; the message says it all to the user. */
final class IdentityMismatch extends CertificateException {

  private static final long serialVersionUID = 1L;

  IdentityMismatch(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
