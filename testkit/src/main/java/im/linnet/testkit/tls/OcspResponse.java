package im.linnet.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A response about one certificate, signed by its issuer (RFC 6960, section 4.2.1), in DER. */
final class OcspResponse {

  private static final String BASIC = "2b0601050507300101";
  private static final String SHA_1 = "2b0e03021a";
  private static final String ECDSA_WITH_SHA_256 = "2a8648ce3d040302";

  /** An uncompressed point of P-256, which every authority's key is. */
  private static final int POINT = 65;

  private static final byte[] SUCCESSFUL = {0x0a, 1, 0};
  private static final byte[] NULL = {5, 0};
  private static final int IMPLICIT = 0x80;
  private static final int IMPLICIT_CONSTRUCTED = 0xa0;

  private OcspResponse() {}

  static byte[] of(X509Bundle issuer, X509Certificate subject, OcspStatus status) {
    try {
      byte[] data = data(issuer.getCertificate(), subject, status);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      X509Bundle signer = status == OcspStatus.FORGED ? forger() : issuer;
      signature.initSign(signer.getKeyPair().getPrivate());
      signature.update(data);
      byte[] basic =
          Der.sequence(
              data, Der.sequence(Der.oid(ECDSA_WITH_SHA_256)), Der.bitString(signature.sign()));
      byte[] bytes = Der.sequence(Der.oid(BASIC), Der.octetString(basic));
      return Der.sequence(SUCCESSFUL, Der.explicit(0, bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an OCSP response can't be made", e);
    }
  }

  private static X509Bundle forger() {
    return CertificateRequest.build(
        () ->
            new CertificateBuilder()
                .ecp256()
                .subject("CN=Forger")
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
  }

  private static byte[] data(X509Certificate issuer, X509Certificate subject, OcspStatus status)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    Instant from =
        now.minus(status == OcspStatus.OUTDATED ? Duration.ofDays(2) : Duration.ofHours(1));
    byte[] single =
        Der.sequence(
            id(issuer, subject),
            status(status, now),
            Der.time(from),
            Der.explicit(0, Der.time(from.plus(Duration.ofDays(1)))));
    byte[] responder = Der.explicit(1, issuer.getSubjectX500Principal().getEncoded());
    return Der.sequence(responder, Der.time(from), Der.sequence(single));
  }

  private static byte[] status(OcspStatus status, Instant now) {
    return switch (status) {
      case GOOD, OUTDATED, FORGED -> Der.value(IMPLICIT, new byte[0]);
      case REVOKED -> Der.value(IMPLICIT_CONSTRUCTED | 1, Der.time(now.minus(Duration.ofHours(1))));
      case UNKNOWN -> Der.value(IMPLICIT | 2, new byte[0]);
    };
  }

  /** The CertID, by which a client finds the response for its certificate. */
  private static byte[] id(X509Certificate issuer, X509Certificate subject)
      throws GeneralSecurityException {
    byte[] key = issuer.getPublicKey().getEncoded();
    return Der.sequence(
        Der.sequence(Der.oid(SHA_1), NULL),
        Der.octetString(sha1(issuer.getSubjectX500Principal().getEncoded())),
        Der.octetString(sha1(Arrays.copyOfRange(key, key.length - POINT, key.length))),
        Der.integer(subject.getSerialNumber()));
  }

  private static byte[] sha1(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-1").digest(bytes);
  }
}
