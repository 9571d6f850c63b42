package im.linnet.internal.tls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Checks a certificate's validity period; messages give the dates in an unambiguous form. */
final class CertificateDates {

  private CertificateDates() {}

  static void check(X509Certificate certificate)
      throws CertificateExpiredException, CertificateNotYetValidException {
    Instant now = Instant.now();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new CertificateExpiredException("valid until " + end);
    }
    Instant start = certificate.getNotBefore().toInstant();
    if (now.isBefore(start)) {
      throw new CertificateNotYetValidException("valid from " + start);
    }
  }
}
