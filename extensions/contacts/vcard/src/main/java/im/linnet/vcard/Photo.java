package im.linnet.vcard;

import im.linnet.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture inside a card (XEP-0054, section 9: {@code PHOTO}). Immutable, safe for any thread.
 *
 * <p>Bytes and type come from the author of the card and are not checked.
 */
public final class Photo {

  /**
   * The default size limit of a picture, in bytes: 12 MiB. In base64 that is the default limit of
   * an answer ({@link im.linnet.ClientBuilder#answerBytes}).
   */
  public static final int MAX_BYTES = 12 << 20;

  private final @Nullable String type;
  private final byte[] bytes;

  private Photo(@Nullable String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * A picture.
   *
   * @param type the media type, such as {@code image/png}
   * @param bytes the picture; copied
   * @return the picture
   * @throws IllegalArgumentException if there are no bytes
   */
  public static Photo of(String type, byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("bytes: 0 (expected: > 0)");
    }
    return new Photo(type, bytes.clone());
  }

  /**
   * Reads a picture. The size is checked before decoding.
   *
   * @param element the {@code <PHOTO/>}
   * @param maxBytes the most bytes that the picture may have
   * @return the picture
   * @throws IllegalArgumentException if it contains no picture but, for example, only an address
   *     ({@code EXTVAL}), if the picture is too large, or if it is not base64; whitespace is
   *     ignored
   */
  public static Photo of(Element element, int maxBytes) {
    String text = Text.required(element, "BINVAL");
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      digits += isSpace(text.charAt(i)) ? 0 : 1;
    }
    if (digits / 4L * 3 > maxBytes + 2L) {
      throw new IllegalArgumentException(
          "BINVAL: about %d bytes (expected: <= %d)".formatted(digits / 4L * 3, maxBytes));
    }
    byte[] bytes = Base64.getDecoder().decode(compact(text, digits));
    if (bytes.length == 0 || bytes.length > maxBytes) {
      throw new IllegalArgumentException(
          "BINVAL: %d bytes (expected: 1 to %d)".formatted(bytes.length, maxBytes));
    }
    return new Photo(Text.of(element, "TYPE"), bytes);
  }

  /** {@return the media type that the card claims, such as {@code image/png}, or null} */
  public @Nullable String type() {
    return type;
  }

  /** {@return a copy of the picture} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return the number of bytes} */
  public int size() {
    return bytes.length;
  }

  /** {@return the SHA-1 hash of the bytes in lower-case hex, as used by XEP-0153} */
  public String sha1() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-1, which every Java has to have", e);
    }
  }

  /** {@return the {@code <PHOTO/>}, base64 in one line} */
  public Element toElement() {
    return Element.builder("PHOTO", VCard.NAMESPACE)
        .child("TYPE", type)
        .child("BINVAL", Base64.getEncoder().encodeToString(bytes))
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Photo that
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(type, that.type);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return type and size} */
  @Override
  public String toString() {
    return "Photo[" + (type == null ? "no type" : type) + ", " + bytes.length + " bytes]";
  }

  /** Non-ASCII characters become a byte that is invalid in base64. */
  private static byte[] compact(String text, int digits) {
    byte[] compact = new byte[digits];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isSpace(c)) {
        compact[at++] = (byte) (c < 128 ? c : '?');
      }
    }
    return compact;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
