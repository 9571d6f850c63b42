package im.linnet.benchmarks.encoder;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A reused string builder, and {@code getBytes}. */
final class BuiltStrings implements Contestant {

  private final List<Element> elements;
  private final CountedBytes out = new CountedBytes();
  private final StringBuilder text = new StringBuilder();

  BuiltStrings(List<Element> elements) {
    this.elements = elements;
  }

  @Override
  public long write() {
    for (Element element : elements) {
      text.setLength(0);
      append(element, "jabber:client");
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
    return out.total();
  }

  private void append(Element element, String inScope) {
    text.append('<').append(element.name());
    if (!element.namespace().equals(inScope)) {
      text.append(" xmlns=\"");
      escape(element.namespace());
      text.append('"');
    }
    List<Attribute> attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      text.append(attribute.namespace().isEmpty() ? " " : " xml:").append(attribute.name());
      text.append("=\"");
      escape(attribute.value());
      text.append('"');
    }
    List<Node> nodes = element.nodes();
    if (nodes.isEmpty()) {
      text.append("/>");
      return;
    }
    text.append('>');
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Element child) {
        append(child, element.namespace());
      } else {
        escape(((Node.Text) nodes.get(i)).value());
      }
    }
    text.append("</").append(element.name()).append('>');
  }

  /** Appends in runs: most values need no escaping and are appended whole. */
  private void escape(String value) {
    int done = 0;
    for (int i = 0; i < value.length(); i++) {
      String escape = escape(value.charAt(i));
      if (!escape.isEmpty()) {
        text.append(value, done, i).append(escape);
        done = i + 1;
      }
    }
    if (done == 0) {
      text.append(value);
    } else {
      text.append(value, done, value.length());
    }
  }

  private static String escape(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      default -> "";
    };
  }
}
