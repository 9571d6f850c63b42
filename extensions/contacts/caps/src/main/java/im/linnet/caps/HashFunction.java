package im.linnet.caps;

import im.linnet.caps.CapsHash.Version;
import im.linnet.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The supported hash functions, by their names in XEP-0300. */
enum HashFunction {
  /** The one that XEP-0115 requires; too weak for XEP-0390. */
  SHA_1("sha-1", "SHA-1"),
  /** The one that XEP-0390 requires. */
  SHA_256("sha-256", "SHA-256"),
  /** A longer form of it. */
  SHA_384("sha-384", "SHA-384"),
  /** A longer form of it. */
  SHA_512("sha-512", "SHA-512"),
  /** The other family that XEP-0300 requires. */
  SHA3_256("sha3-256", "SHA3-256"),
  /** A longer form of it. */
  SHA3_512("sha3-512", "SHA3-512");

  private final String wireName;
  private final String javaName;

  HashFunction(String wireName, String javaName) {
    this.wireName = wireName;
    this.javaName = javaName;
  }

  /** The function of this name, or null if it is not supported. */
  static @Nullable HashFunction find(Version version, String algorithm) {
    for (HashFunction function : values()) {
      if (function.wireName.equals(algorithm) && (version == Version.V1 || function != SHA_1)) {
        return function;
      }
    }
    return null;
  }

  /** The function of this name. */
  static HashFunction of(Version version, String algorithm) {
    HashFunction function = find(version, algorithm);
    if (function == null) {
      throw new IllegalArgumentException(
          "algorithm: %s (expected: one that is supported, such as sha-256)".formatted(algorithm));
    }
    return function;
  }

  /**
   * The hash of an answer, in base64.
   *
   * @throws IllegalArgumentException if it has none
   */
  String hash(Version version, Element query) {
    byte[] input = version == Version.V1 ? VerificationInput.of(query) : HashInput.of(query);
    return Base64.getEncoder().encodeToString(digest(input));
  }

  private byte[] digest(byte[] input) {
    try {
      return MessageDigest.getInstance(javaName).digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "This Java has no %s, which it should have".formatted(javaName), e);
    }
  }
}
