package im.linnet.xml;

/**
 * Makes text from the wire fit for a log or a terminal: shortened, and unable to forge lines or
 * colours.
 */
final class LegibleText {

  private LegibleText() {}

  /**
   * The text with control and format characters written as <code>&#92;uXXXX</code>.
   *
   * @param text any text
   * @param max the number of characters to show; the number of those cut off is appended
   */
  static String of(String text, int max) {
    String shown = XmlText.cut(text, max);
    StringBuilder out = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (misleads(c)) {
        out.append("\\u%04X".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    if (shown.length() < text.length()) {
      out.append("…(+").append(text.length() - shown.length()).append(')');
    }
    return out.toString();
  }

  /** Line ends, escapes, and characters that reorder or hide the text around them. */
  private static boolean misleads(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
