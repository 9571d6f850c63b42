package im.linnet.testkit.xml;

/**
 * Character data, references resolved.
 *
 * @param text the characters
 */
public record XmlText(String text) implements XmlNode {

  /**
   * Writes characters so that they may stand in an element or in an attribute in either quote.
   *
   * @param text the characters
   * @return the same with {@code & < > ' "} as references
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
