package im.linnet.sasl.messenger;

/**
 * Percent-encoding of URIs (RFC 3986, section 2.1). The JDK's {@code URLDecoder} is for HTML forms:
 * it turns a plus sign, which base64 uses, into a space.
 */
final class PercentEncoding {

  private PercentEncoding() {}

  /**
   * Decodes one layer.
   *
   * @param text ASCII; returned unchanged if it has no percent sign
   * @return the decoded text, one character for each octet
   * @throws im.linnet.failure.AuthenticationException if a percent sign is not followed by two hex
   *     digits
   */
  static String undo(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        decoded.append((char) (digit(text, i, 1) << 4 | digit(text, i, 2)));
        i += 2;
      } else {
        decoded.append(text.charAt(i));
      }
    }
    return decoded.toString();
  }

  private static int digit(String text, int percent, int offset) {
    int at = percent + offset;
    // Not Character.digit alone, as it accepts the digits of all scripts.
    int digit =
        at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0) {
      throw MessengerOauth2.refusal(
          "The token has a percent sign without two hex digits at index %d: was it cut?"
              .formatted(percent));
    }
    return digit;
  }
}
