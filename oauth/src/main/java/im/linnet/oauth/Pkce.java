package im.linnet.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A proof key (RFC 7636): a code stolen from the redirect can't be redeemed without it. A server
 * that does not support it ignores it.
 *
 * @param verifier the secret, 43 to 128 characters of A-Z a-z 0-9 - . _ ~
 */
public record Pkce(String verifier) {

  /**
   * Checks the secret.
   *
   * @throws IllegalArgumentException if it violates RFC 7636, section 4.1; the message does not
   *     quote it
   */
  public Pkce {
    if (!verifier.matches("[A-Za-z0-9._~-]{43,128}")) {
      throw new IllegalArgumentException(
          "verifier: not by RFC 7636 (expected: 43 to 128 of A-Z a-z 0-9 - . _ ~)");
    }
  }

  /** {@return a new random key} */
  public static Pkce random() {
    return new Pkce(unguessable());
  }

  /** {@return the SHA-256 of the secret, which the browser may see} */
  public String challenge() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return text(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** 256 random bits as text. */
  static String unguessable() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** {@return a text without the secret} */
  @Override
  public String toString() {
    return "Pkce";
  }
}
