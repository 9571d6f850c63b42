package im.linnet.xml;

/** A piece of an element's content: an {@link Element} or character data. */
public sealed interface Node permits Element, Node.Text {

  /**
   * Character data.
   *
   * @param value the characters, unescaped, never empty
   */
  record Text(String value) implements Node {}
}
