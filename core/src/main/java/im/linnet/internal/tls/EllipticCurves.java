package im.linnet.internal.tls;

import java.security.NoSuchAlgorithmException;
import javax.crypto.KeyAgreement;

/** The key agreements that TLS servers of today want (RFC 8446, section 9.1). */
final class EllipticCurves {

  private EllipticCurves() {}

  /** Whether a provider has them: up to JDK 21 that is a module that an image may lack. */
  static boolean arePresent() {
    try {
      KeyAgreement.getInstance("ECDH");
      return true;
    } catch (NoSuchAlgorithmException absent) {
      return false;
    }
  }
}
