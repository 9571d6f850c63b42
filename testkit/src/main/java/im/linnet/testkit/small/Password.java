package im.linnet.testkit.small;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password and the salt for SCRAM (RFC 5802). Never shown. Immutable. */
final class Password {
  static final int ITERATIONS = 4096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;
  private final byte[] salt;

  Password(String text) {
    this(text, randomSalt());
  }

  Password(String text, byte[] salt) {
    this.text = text;
    this.salt = salt.clone();
  }

  private static byte[] randomSalt() {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return salt;
  }

  byte[] salt() {
    return salt.clone();
  }

  boolean is(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return SaltedPassword (RFC 5802, section 3)} */
  byte[] salted(ScramHash hash) {
    try {
      return SecretKeyFactory.getInstance(hash.derivation())
          .generateSecret(new PBEKeySpec(text.toCharArray(), salt, ITERATIONS, hash.bits()))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + hash.derivation(), e);
    }
  }

  @Override
  public String toString() {
    return "(a password)";
  }
}
