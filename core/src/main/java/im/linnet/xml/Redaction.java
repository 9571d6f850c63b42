package im.linnet.xml;

/**
 * The XML of an element for people to read, in a wire trace for instance, without its secrets: SASL
 * exchanges, passwords, tokens, the id that resumes a stream. Long texts are shortened and control
 * characters are escaped, so that a peer can neither flood nor forge a log.
 *
 * <p>Private content that is not secret, such as the body of a message, is shown. The result is
 * well-formed, but not identical to the element on the wire.
 */
public final class Redaction {

  private static final String HIDDEN = "[hidden]";
  private static final int MAX_NAME = 80;
  private static final int MAX_VALUE = 512;
  private static final int MAX_LENGTH = 32_768;
  private static final int TAG = 8;

  /** The number of characters that may still be shown. Elements already begun are always closed. */
  private int left = MAX_LENGTH;

  private Redaction() {}

  /**
   * Writes an element for display.
   *
   * @param element the element, which is not modified
   * @return one line of XML without secrets, bounded in length
   */
  public static String of(Element element) {
    return new Redaction().copy(element, false).toXml();
  }

  private Element copy(Element element, boolean amongSecrets) {
    boolean secret = amongSecrets || Secrets.holdsThem(element);
    left -= TAG;
    ElementBuilder copy = Element.builder(name(element.name()), value(element.namespace()));
    copyAttributes(element, copy, secret);
    boolean hideText = secret && !Secrets.isHarmless(element);
    for (int i = 0; i < element.size(); i++) {
      if (left <= 0) {
        return copy.text("…(+%d nodes)".formatted(element.size() - i)).build();
      }
      Object node = element.node(i);
      if (node instanceof Element child) {
        copy.child(copy(child, secret));
      } else {
        copy.text(hideText ? HIDDEN : value((String) node));
      }
    }
    return copy.build();
  }

  private void copyAttributes(Element element, ElementBuilder copy, boolean secret) {
    int shown = 0;
    for (Attribute attribute : element.attributeArray()) {
      if (left <= 0) {
        copy.text("…(+%d attributes)".formatted(element.attributeArray().length - shown));
        return;
      }
      boolean hide = Secrets.isOne(element, attribute, secret);
      copy.attribute(
          value(attribute.namespace()),
          name(attribute.name()),
          hide ? HIDDEN : value(attribute.value()));
      shown++;
    }
  }

  private String name(String name) {
    return spend(XmlText.cut(name, MAX_NAME));
  }

  private String value(String value) {
    return spend(LegibleText.of(value, MAX_VALUE));
  }

  private String spend(String shown) {
    left -= shown.length();
    return shown;
  }
}
