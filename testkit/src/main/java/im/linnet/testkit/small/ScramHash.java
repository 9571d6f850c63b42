package im.linnet.testkit.small;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The hash functions of SCRAM (RFC 5802, RFC 7677), in order of preference. */
enum ScramHash {
  SHA_256("SHA-256", "SHA256", 256),
  SHA_1("SHA-1", "SHA1", 160);

  private final String digest;
  private final String suffix;
  private final int bits;

  ScramHash(String digest, String suffix, int bits) {
    this.digest = digest;
    this.suffix = suffix;
    this.bits = bits;
  }

  /** {@return the hash of a mechanism, or null if it is none of SCRAM} */
  static @Nullable ScramHash of(String mechanism) {
    for (ScramHash hash : values()) {
      if (hash.mechanism().equals(mechanism)) {
        return hash;
      }
    }
    return null;
  }

  String mechanism() {
    return "SCRAM-" + digest;
  }

  String derivation() {
    return "PBKDF2WithHmac" + suffix;
  }

  int bits() {
    return bits;
  }

  byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance(digest).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + digest, e);
    }
  }

  byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("Hmac" + suffix);
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HMAC with " + digest, e);
    }
  }
}
