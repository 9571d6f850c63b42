package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What a server that knows the password computes for SCRAM-SHA-256 (RFC 5802, section 3). */
final class ScramServer {

  private static final int BITS = 256;
  private static final int MOST = 1000;

  private final String password;
  private final Map<String, byte[]> keys = new HashMap<>();

  ScramServer(String password) {
    this.password = password;
  }

  /** The signature of an exchange, in base64. */
  String signature(String salt, int iterations, String exchange) {
    try {
      byte[] key = keys.get(salt + iterations);
      if (key == null) {
        key = hmac(salted(Base64.getDecoder().decode(salt), iterations), "Server Key");
        if (keys.size() < MOST) {
          keys.put(salt + iterations, key);
        }
      }
      return Base64.getEncoder().encodeToString(hmac(key, exchange));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, BITS))
        .getEncoded();
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
