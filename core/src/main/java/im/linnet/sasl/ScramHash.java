package im.linnet.sasl;

import com.ongres.scram.common.ScramMechanism;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The members of the SCRAM family and their computation (RFC 5802, section 3).
 *
 * <p>The library computes keys, proof and signature. Its message classes are not used: they write
 * the server's first message anew and so lose its extensions, which the proof covers. Nor is its
 * derivation of the salted password, as it forgives no character newer than Unicode 3.2 and leaves
 * a copy of the password behind.
 */
enum ScramHash {
  /** RFC 5802. */
  SHA_1(ScramMechanism.SCRAM_SHA_1, "PBKDF2WithHmacSHA1", 160),
  /** RFC 7677. */
  SHA_256(ScramMechanism.SCRAM_SHA_256, "PBKDF2WithHmacSHA256", 256),
  /** As RFC 7677, with SHA-512. */
  SHA_512(ScramMechanism.SCRAM_SHA_512, "PBKDF2WithHmacSHA512", 512);

  private final ScramMechanism family;
  private final String derivation;
  private final int bits;

  ScramHash(ScramMechanism family, String derivation, int bits) {
    this.family = family;
    this.derivation = derivation;
    this.bits = bits;
  }

  /** The name of the mechanism. */
  String mechanism() {
    return family.getName();
  }

  /** Derives the keys; takes as long as the server demands: {@link ScramServerFirst#iterations}. */
  ScramKeys keys(char[] password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    try {
      return ScramKeys.of(family, salted);
    } finally {
      Arrays.fill(salted, (byte) 0);
    }
  }

  /** Proves keys of this member of the family. */
  ScramKeys.Proofs prove(ScramKeys keys, String authMessage) {
    return keys.prove(family, authMessage);
  }

  private byte[] salted(char[] password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bits);
    try {
      return SecretKeyFactory.getInstance(derivation).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't compute " + derivation, e);
    } finally {
      spec.clearPassword();
    }
  }
}
