package im.linnet.sasl;

import java.util.Base64;

/** Base64 in canonical form only (RFC 4648, sections 3.2, 3.3 and 3.5). */
final class StrictBase64 {

  private StrictBase64() {}

  /**
   * Decodes.
   *
   * @param text base64 with padding
   * @return the bytes
   * @throws IllegalArgumentException if the text is not in canonical form
   */
  static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    // The JDK's decoder tolerates missing padding and stray bits at the end.
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("text: not canonical base64");
    }
    return bytes;
  }
}
