package im.linnet.avatar;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A picture that represents a user: PNG, JPEG, GIF or WebP. Immutable, safe for any thread.
 *
 * <p>The type is found from the first bytes, never from what the sender claims (XEP-0153, section
 * 5). The rest is unchecked: decode it with a decoder that survives hostile input, and serve it on
 * the web only with this type.
 */
public final class Avatar {

  private final byte[] bytes;
  private final PictureType type;
  private final String hash;

  private Avatar(byte[] bytes, PictureType type, String hash) {
    this.bytes = bytes;
    this.type = type;
    this.hash = hash;
  }

  /**
   * Reads a picture.
   *
   * @param bytes the picture; copied
   * @return the avatar
   * @throws RejectedPictureException if it is empty, or not a PNG, JPEG, GIF or WebP
   */
  public static Avatar of(byte[] bytes) {
    return owning(bytes.clone());
  }

  /** The same for an array that nobody else has. */
  static Avatar owning(byte[] bytes) {
    PictureType type = PictureType.of(bytes);
    if (type == null) {
      throw new RejectedPictureException(
          RejectedPictureException.Reason.NOT_A_PICTURE,
          "picture: %d bytes of another kind (expected: PNG, JPEG, GIF or WebP)"
              .formatted(bytes.length));
    }
    return new Avatar(bytes, type, sha1(bytes));
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-1, which every Java has to have", e);
    }
  }

  /** {@return a copy of the picture} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The picture itself, for code that does not change it. */
  byte[] shared() {
    return bytes;
  }

  /** {@return the number of bytes} */
  public int size() {
    return bytes.length;
  }

  /** {@return the media type as the content shows it, such as {@code image/png}} */
  public String mediaType() {
    return type.mediaType();
  }

  /** {@return the SHA-1 hash of the bytes, 40 lower-case hexadecimal digits} */
  public String hash() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Avatar that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  /** {@return type, size and hash} */
  @Override
  public String toString() {
    return "Avatar[%s, %d bytes, %s]".formatted(mediaType(), bytes.length, hash);
  }
}
