package im.linnet.internal.tls;

import java.security.NoSuchAlgorithmException;
import javax.crypto.KeyAgreement;

/** The key agreements that current TLS servers require (RFC 8446, section 9.1). */
final class EllipticCurves {

  private EllipticCurves() {}

  /**
   * Whether a provider implements them: up to JDK 21 they are in a module that a runtime image may
   * lack.
   */
  static boolean arePresent() {
    try {
      KeyAgreement.getInstance("ECDH");
      return true;
    } catch (NoSuchAlgorithmException absent) {
      return false;
    }
  }
}
