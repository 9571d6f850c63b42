package im.linnet.xml;

import java.util.Set;

/** Writes what may be shown of an element: its shape and addresses, never its words. */
final class ElementOutline {

  private static final Set<String> SHOWN = Set.of("id", "type", "from", "to");
  private static final int MAX_LENGTH = 400;
  private static final int MAX_VALUE = 80;

  private final StringBuilder out = new StringBuilder();

  private ElementOutline() {}

  static String of(Element element) {
    ElementOutline outline = new ElementOutline();
    outline.add(element, "");
    return outline.out.toString();
  }

  private void add(Element element, String around) {
    out.append('<').append(shortened(element.name()));
    if (!element.namespace().equals(around)) {
      out.append(" xmlns='").append(shortened(element.namespace())).append('\'');
    }
    for (Attribute attribute : element.attributeArray()) {
      if (attribute.namespace().isEmpty() && SHOWN.contains(attribute.name())) {
        out.append(' ').append(attribute.name()).append("='");
        out.append(shortened(attribute.value())).append('\'');
      }
    }
    if (element.content().length == 0) {
      out.append("/>");
      return;
    }
    out.append('>');
    addContent(element);
    out.append("</").append(shortened(element.name())).append('>');
  }

  private void addContent(Element element) {
    for (Object node : element.content()) {
      if (out.length() > MAX_LENGTH) {
        out.append('…');
        return;
      }
      if (node instanceof Element child) {
        add(child, element.namespace());
      } else {
        out.append('(').append(((String) node).length()).append(" chars)");
      }
    }
  }

  /** Cut, and free of what could forge a log line. */
  private static String shortened(String value) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < value.length() && i < MAX_VALUE; i++) {
      char c = value.charAt(i);
      shown.append(c < 0x20 || c == 0x7F ? '?' : c);
    }
    return value.length() > MAX_VALUE ? shown.append('…').toString() : shown.toString();
  }
}
