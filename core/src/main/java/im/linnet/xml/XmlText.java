package im.linnet.xml;

/** Prepares text for sending: removes what XML forbids, and shortens between characters only. */
public final class XmlText {

  private static final char INSTEAD = '\uFFFD';

  private XmlText() {}

  /**
   * The beginning of a text. A surrogate pair is never cut in half.
   *
   * @param text any text
   * @param max the maximum number of {@code char}s to keep
   * @return the text itself if it is not longer, else its beginning
   */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean splits = max > 0 && Character.isHighSurrogate(text.charAt(max - 1));
    return text.substring(0, splits ? max - 1 : max);
  }

  /**
   * The beginning of a text, with an ellipsis if anything was cut off.
   *
   * @param text any text
   * @param max the maximum number of {@code char}s to keep
   * @return the text itself if it is not longer, else its beginning and an ellipsis
   */
  public static String shortened(String text, int max) {
    return text.length() <= max ? text : cut(text, max) + '…';
  }

  /**
   * The text with U+FFFD in place of each character that XML 1.0 does not allow, such as the
   * control characters of a terminal or half of a surrogate pair.
   *
   * @param text any text
   * @return a text that can be sent; the text itself if nothing had to be replaced
   */
  public static String allowed(String text) {
    StringBuilder allowed = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!XmlChars.isChar(c)) {
        allowed = allowed == null ? new StringBuilder(text) : allowed;
        // No forbidden character is beyond U+FFFF, so each is one char.
        allowed.setCharAt(i, INSTEAD);
      }
      i += Character.charCount(c);
    }
    return allowed == null ? text : allowed.toString();
  }
}
