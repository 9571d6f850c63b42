package im.linnet.xml;

/**
 * The XML of an element for people to look at, in a wire trace say, with secrets cut out: what SASL
 * exchanges, passwords, tokens, the id that resumes a stream. Long texts are cut, control
 * characters made visible, so that a peer can neither flood nor forge a log.
 *
 * <p>What is private but not secret, such as the body of a message, is shown. The result is
 * well-formed, but not the element that was on the wire.
 */
public final class Redaction {

  private static final String HIDDEN = "[hidden]";
  private static final int MAX_NAME = 80;
  private static final int MAX_VALUE = 512;
  private static final int MAX_NODES = 2000;
  private static final int MAX_ATTRIBUTES = 64;

  private int nodes;

  private Redaction() {}

  /**
   * Writes an element for display.
   *
   * @param element the element; stays as it is
   * @return one line of XML without its secrets, bounded in length
   */
  public static String of(Element element) {
    return new Redaction().copy(element, false).toXml();
  }

  private Element copy(Element element, boolean amongSecrets) {
    boolean secret = amongSecrets || Secrets.holdsThem(element);
    ElementBuilder copy =
        Element.builder(
            LegibleText.cut(element.name(), MAX_NAME),
            LegibleText.of(element.namespace(), MAX_VALUE));
    copyAttributes(element, copy, secret);
    boolean hideText = secret && !Secrets.isHarmless(element);
    int shown = 0;
    for (Object node : element.content()) {
      if (nodes++ >= MAX_NODES) {
        copy.text("…(+%d nodes)".formatted(element.content().length - shown));
        break;
      }
      shown++;
      if (node instanceof Element child) {
        copy.child(copy(child, secret));
      } else {
        copy.text(hideText ? HIDDEN : LegibleText.of((String) node, MAX_VALUE));
      }
    }
    return copy.build();
  }

  private static void copyAttributes(Element element, ElementBuilder copy, boolean secret) {
    int shown = 0;
    for (Attribute attribute : element.attributeArray()) {
      if (shown++ == MAX_ATTRIBUTES) {
        copy.text("…(+%d attributes)".formatted(element.attributeArray().length - MAX_ATTRIBUTES));
        return;
      }
      copy.attribute(
          LegibleText.of(attribute.namespace(), MAX_VALUE),
          LegibleText.cut(attribute.name(), MAX_NAME),
          Secrets.isOne(element, attribute, secret)
              ? HIDDEN
              : LegibleText.of(attribute.value(), MAX_VALUE));
    }
  }
}
