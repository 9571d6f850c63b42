package im.linnet.xml;

import java.util.Set;

/** Writes the parts of an element that may be shown: its structure and addresses, but no text. */
final class ElementOutline {

  private static final Set<String> SHOWN = Set.of("id", "type", "from", "to");
  private static final int MAX_LENGTH = 400;
  private static final int MAX_VALUE = 80;

  private final StringBuilder out = new StringBuilder();

  private ElementOutline() {}

  static String of(Element element) {
    ElementOutline outline = new ElementOutline();
    outline.add(element, "", false);
    return outline.out.toString();
  }

  private void add(Element element, String around, boolean amongSecrets) {
    boolean secret = amongSecrets || Secrets.holdsThem(element);
    out.append('<').append(shortened(element.name()));
    if (!element.namespace().equals(around)) {
      out.append(" xmlns='").append(shortened(element.namespace())).append('\'');
    }
    addAttributes(element, secret);
    if (element.size() == 0) {
      out.append("/>");
    } else {
      out.append('>');
      addContent(element, secret);
      end(element);
    }
  }

  /**
   * Beyond the limit the end tags are left out; otherwise the outline of a deep element would have
   * no bound.
   */
  private void end(Element element) {
    if (out.length() <= MAX_LENGTH) {
      out.append("</").append(shortened(element.name())).append('>');
    } else if (out.charAt(out.length() - 1) != '…') {
      out.append('…');
    }
  }

  private void addAttributes(Element element, boolean secret) {
    for (Attribute attribute : element.attributeArray()) {
      if (attribute.namespace().isEmpty()
          && SHOWN.contains(attribute.name())
          && !Secrets.isOne(element, attribute, secret)) {
        out.append(' ').append(attribute.name()).append("='");
        out.append(shortened(attribute.value())).append('\'');
      }
    }
  }

  private void addContent(Element element, boolean secret) {
    for (int i = 0; i < element.size() && out.length() <= MAX_LENGTH; i++) {
      Object node = element.node(i);
      if (node instanceof Element child) {
        add(child, element.namespace(), secret);
      } else if (secret) {
        out.append("(hidden)");
      } else {
        out.append('(').append(((String) node).length()).append(" chars)");
      }
    }
  }

  private static String shortened(String value) {
    return LegibleText.of(value, MAX_VALUE);
  }
}
