package im.linnet.testkit.xml;

/**
 * Character data with resolved references.
 *
 * @param text the characters
 */
public record XmlText(String text) implements XmlNode {

  /**
   * Escapes characters for use in an element or in an attribute with either quote.
   *
   * @param text the characters
   * @return the text with {@code & < > ' "} as references
   */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&apos;")
        .replace("\"", "&quot;");
  }

  /** {@return the characters, escaped} */
  @Override
  public String toString() {
    return escape(text);
  }
}
