package im.linnet.testkit.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Signs certificates with SHA-1, which the certificate library refuses to do. */
final class Sha1 {

  /** ecdsa-with-SHA1 (RFC 3279, section 2.2.3). */
  private static final byte[] ALGORITHM = Der.sequence(Der.oid("2a8648ce3d0401"));

  /** The place of the signature algorithm in a TBSCertificate, after version and serial number. */
  private static final int PLACE = 2;

  private Sha1() {}

  /** The same certificate, signed again by the same issuer, whose key is this one on P-256. */
  static X509Certificate signed(X509Certificate certificate, PrivateKey issuer) {
    try {
      List<byte[]> content = Der.children(certificate.getTBSCertificate());
      content.set(PLACE, ALGORITHM);
      byte[] signedPart = Der.sequence(content);
      Signature signature = Signature.getInstance("SHA1withECDSA");
      signature.initSign(issuer);
      signature.update(signedPart);
      byte[] whole = Der.sequence(signedPart, ALGORITHM, Der.bitString(signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate can't be signed with SHA-1", e);
    }
  }
}
