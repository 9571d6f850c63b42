package im.linnet.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A public key that a server's certificate, or one of its issuers' certificates, must have: the
 * SHA-256 hash of its SubjectPublicKeyInfo (RFC 7469, section 2.4). It stays the same when a
 * certificate is renewed with the same key.
 *
 * <p>The pin of a certificate in a file:
 *
 * <pre>
 * openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform der \
 *   | openssl dgst -sha256 -binary | base64
 * </pre>
 *
 * @param sha256 the hash in base64, 44 characters
 */
public record PublicKeyPin(String sha256) {

  private static final String PREFIX = "sha256/";
  private static final int BYTES = 32;

  /**
   * Checks the hash.
   *
   * @throws IllegalArgumentException if it is not the base64 of 32 bytes
   */
  public PublicKeyPin {
    if (!isHash(sha256)) {
      throw new IllegalArgumentException(
          "pin: %s (expected: a SHA-256 hash in base64, 44 characters)".formatted(sha256));
    }
  }

  private static boolean isHash(String text) {
    try {
      byte[] hash = Base64.getDecoder().decode(text);
      return hash.length == BYTES && Base64.getEncoder().encodeToString(hash).equals(text);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /**
   * Computes the pin of a certificate's key.
   *
   * @param certificate the certificate of a server or an authority
   * @return the pin
   */
  public static PublicKeyPin of(X509Certificate certificate) {
    return of(certificate.getPublicKey());
  }

  /**
   * Computes the pin of a key, such as a second key that is kept for the day when the first is
   * lost.
   *
   * @param key a key that has an X.509 encoding
   * @return the pin
   * @throws IllegalArgumentException if it has no such encoding
   */
  public static PublicKeyPin of(PublicKey key) {
    byte[] info = key.getEncoded();
    if (info == null) {
      throw new IllegalArgumentException(
          "key: %s (expected: one with an X.509 encoding)".formatted(key.getAlgorithm()));
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(info);
      return new PublicKeyPin(Base64.getEncoder().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Parses a pin in the form of {@link #toString}.
   *
   * @param text the hash in base64, with or without {@code sha256/} before it
   * @return the pin
   * @throws IllegalArgumentException if it has another form
   */
  public static PublicKeyPin parse(String text) {
    return new PublicKeyPin(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }

  /**
   * Returns whether a certificate has this key.
   *
   * @param certificate the certificate
   * @return whether it has
   */
  public boolean matches(X509Certificate certificate) {
    return of(certificate).equals(this);
  }

  /** {@return the pin, such as {@code sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}} */
  @Override
  public String toString() {
    return PREFIX + sha256;
  }
}
