package im.linnet.sasl;

import java.util.Base64;

/** Base64 that has one way to write each message (RFC 4648, sections 3.2, 3.3 and 3.5). */
final class StrictBase64 {

  private StrictBase64() {}

  /**
   * Decodes.
   *
   * @param text base64 with its padding
   * @return the bytes
   * @throws IllegalArgumentException if the text is anything but what an encoder would have written
   */
  static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    // The JDK's decoder forgives absent padding and stray bits at the end; a server sends neither.
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("text: not canonical base64");
    }
    return bytes;
  }
}
