package im.linnet.testkit.peer;

import im.linnet.testkit.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server side of a SCRAM-SHA-256 sign-in (RFC 5802, RFC 7677), without channel binding, for any
 * user with the password.
 */
final class Scram {
  static final String MECHANISM = "SCRAM-SHA-256";

  private static final byte[] SALT = {76, 105, 110, 110, 101, 116};
  private static final int ITERATIONS = 4096;
  private static final int BITS = 256;

  private final String password;
  private final byte[] salt;
  private final String ownNonce;
  private String nonce = "";
  private String transcript = "";

  Scram(String password) {
    this(password, SALT, "peer");
  }

  Scram(String password, byte[] salt, String ownNonce) {
    this.password = password;
    this.salt = salt.clone();
    this.ownNonce = ownNonce;
  }

  /** Answers {@code n,,n=user,r=nonce} with the text of the challenge. */
  String challenge(XmlElement auth) throws Mismatch {
    String first = decoded(auth);
    int bare = first.indexOf(',', first.indexOf(',') + 1) + 1;
    int at = first.indexOf(",r=", bare);
    if (bare == 0 || at < 0) {
      throw new Mismatch("\"" + first + "\" is no first message of SCRAM: n,,n=user,r=nonce");
    }
    nonce = first.substring(at + 3) + ownNonce;
    String challenge =
        "r=%s,s=%s,i=%d".formatted(nonce, Base64.getEncoder().encodeToString(salt), ITERATIONS);
    transcript = first.substring(bare) + "," + challenge + ",";
    return encoded(challenge);
  }

  /** Answers {@code c=biws,r=nonce,p=proof} with the server's signature. */
  String success(XmlElement response) throws Mismatch {
    String last = decoded(response);
    int at = last.lastIndexOf(",p=");
    if (at < 0 || !last.startsWith("r=" + nonce, last.indexOf(',') + 1)) {
      throw new Mismatch("\"" + last + "\" is no last message of SCRAM: c=biws,r=nonce,p=proof");
    }
    transcript += last.substring(0, at);
    byte[] salted = salted();
    byte[] clientKey = hmac(salted, "Client Key");
    byte[] proof = xor(hmac(sha256(clientKey), transcript), clientKey);
    if (!MessageDigest.isEqual(proof, Base64.getDecoder().decode(last.substring(at + 3)))) {
      throw new Mismatch("the client's proof is that of another password");
    }
    byte[] signature = hmac(hmac(salted, "Server Key"), transcript);
    return encoded("v=" + Base64.getEncoder().encodeToString(signature));
  }

  private byte[] salted() {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no PBKDF2", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HMAC", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] both = one.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] ^= other[i];
    }
    return both;
  }

  private static String decoded(XmlElement element) throws Mismatch {
    try {
      return new String(Base64.getDecoder().decode(element.text()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Mismatch("no Base64 in " + element);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
