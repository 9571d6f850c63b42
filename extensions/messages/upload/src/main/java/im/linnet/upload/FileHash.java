package im.linnet.upload;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A hash of a file's content (XEP-0300). Immutable value. */
public final class FileHash implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:hashes:2";

  /** Reads the payload. */
  public static final Type<FileHash> TYPE = new Type<>("hash", NAMESPACE, FileHash::of);

  private static final String SHA_256 = "sha-256";
  private static final int MAX_BYTES = 128;

  private final String algorithm;
  private final byte[] value;

  private FileHash(String algorithm, byte[] value) {
    this.algorithm = algorithm;
    this.value = value;
  }

  /**
   * Creates a hash.
   *
   * @param algorithm its name in XEP-0300, such as {@code sha-256}
   * @param value the hash
   * @return the hash
   */
  public static FileHash of(String algorithm, byte[] value) {
    return new FileHash(algorithm, value.clone());
  }

  /**
   * Computes the SHA-256 hash of a file.
   *
   * @param content the content of the file
   * @return the hash
   */
  public static FileHash sha256(byte[] content) {
    MessageDigest digest = digest();
    digest.update(content);
    return of(digest);
  }

  /**
   * Reads a hash.
   *
   * @param element the {@code <hash/>}
   * @return the hash
   * @throws IllegalArgumentException if it is another element, has no algorithm, or is not base64
   */
  public static FileHash of(Element element) {
    String algorithm = element.attribute("algo");
    if (!element.is("hash", NAMESPACE) || algorithm == null) {
      throw new IllegalArgumentException("hash: incomplete (expected: an algorithm)");
    }
    byte[] value = Base64.getDecoder().decode(element.text().replaceAll("\\s", ""));
    if (value.length == 0 || value.length > MAX_BYTES) {
      throw new IllegalArgumentException("hash: %d bytes".formatted(value.length));
    }
    return new FileHash(algorithm.toLowerCase(Locale.ROOT), value);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static FileHash of(MessageDigest sha256) {
    return new FileHash(SHA_256, sha256.digest());
  }

  /** The computation of this hash; null if this virtual machine lacks it, or it is broken. */
  @Nullable MessageDigest checking() {
    String name =
        switch (algorithm) {
          case "sha-1" -> "SHA-1";
          case SHA_256 -> "SHA-256";
          case "sha-384" -> "SHA-384";
          case "sha-512" -> "SHA-512";
          case "sha3-256" -> "SHA3-256";
          case "sha3-512" -> "SHA3-512";
          default -> "";
        };
    try {
      return name.isEmpty() ? null : MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException absent) {
      return null;
    }
  }

  boolean matches(byte[] computed) {
    return MessageDigest.isEqual(value, computed);
  }

  /** {@return the name of the algorithm, in lower case} */
  public String algorithm() {
    return algorithm;
  }

  /** {@return a copy of the hash} */
  public byte[] value() {
    return value.clone();
  }

  @Override
  public Element toElement() {
    return Element.builder("hash", NAMESPACE)
        .attribute("algo", algorithm)
        .text(Base64.getEncoder().encodeToString(value))
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileHash that
        && algorithm.equals(that.algorithm)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return algorithm.hashCode() * 31 + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "FileHash[%s, %s]".formatted(algorithm, Base64.getEncoder().encodeToString(value));
  }
}
