package im.linnet.internal.tls;

import java.security.cert.CertificateException;

/** The certificate is trusted, but weak enough to be forged. */
final class WeakCertificate extends CertificateException {

  private static final long serialVersionUID = 1L;

  WeakCertificate(String message) {
    super(message);
  }
}
