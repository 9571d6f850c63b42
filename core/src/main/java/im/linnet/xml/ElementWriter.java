package im.linnet.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes elements, declaring no namespace that is in scope already. */
final class ElementWriter {

  private static final byte[] XMLNS = " xmlns=\"".getBytes(US_ASCII);
  private static final byte[] XMLNS_PREFIX = " xmlns:".getBytes(US_ASCII);
  private static final byte[] BLANK = " ".getBytes(US_ASCII);
  private static final byte[] EQUALS = "=\"".getBytes(US_ASCII);
  private static final byte[] QUOTE = "\"".getBytes(US_ASCII);
  private static final byte[] LESS = "<".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};
  private static final byte[] EMPTY_END = "/>".getBytes(US_ASCII);
  private static final byte[] END = "</".getBytes(US_ASCII);

  private final XmlBytes out;
  private final boolean inStream;
  private final WrittenNames startTags = new WrittenNames();
  private final WrittenNames attributeNames = new WrittenNames();
  private final WrittenNames declarations = new WrittenNames();

  /**
   * Starts to write.
   *
   * @param out where to
   * @param inStream whether {@link StreamWriter#PREFIX} is bound where the elements go
   */
  ElementWriter(XmlBytes out, boolean inStream) {
    this.out = out;
    this.inStream = inStream;
  }

  /** The XML text of an element, with all declarations that it needs, for {@link Element#toXml}. */
  static String text(Element element) {
    XmlBytes text = new XmlBytes();
    new ElementWriter(text, false).write(element, "");
    return text.toString();
  }

  /**
   * Writes one element with all that it holds. Recursion is safe: {@link Element#MAX_DEPTH} bounds
   * it.
   *
   * @param element the element
   * @param inScope the default namespace where it is written
   */
  void write(Element element, String inScope) {
    int nameStart = out.size() + 1;
    String namespace = element.namespace();
    String prefix = prefix(namespace);
    if (prefix.isEmpty()) {
      again(startTags, LESS, element.name(), NOTHING);
    } else {
      out.add('<');
      qualified(prefix, element.name());
    }
    int nameEnd = out.size();
    String defaultNamespace = inScope;
    if (prefix.isEmpty() && !namespace.equals(inScope)) {
      defaultNamespace = namespace;
      again(declarations, XMLNS, namespace, QUOTE);
    }
    attributes(element);
    Object[] content = element.content();
    if (content.length == 0) {
      out.add(EMPTY_END);
      return;
    }
    out.add('>');
    for (Object node : content) {
      if (node instanceof Element child) {
        write(child, defaultNamespace);
      } else {
        out.text((String) node);
      }
    }
    out.add(END);
    out.again(nameStart, nameEnd);
    out.add('>');
  }

  private String prefix(String namespace) {
    if (inStream && namespace.equals(StreamWriter.NAMESPACE)) {
      return StreamWriter.PREFIX;
    }
    // The one namespace that cannot be declared as the default (Namespaces in XML 1.0, section 3).
    return namespace.equals(Element.XML_NAMESPACE) ? "xml" : "";
  }

  private void attributes(Element element) {
    AttributePrefixes prefixes = AttributePrefixes.of(element);
    for (int i = 0; i < prefixes.count(); i++) {
      out.add(XMLNS_PREFIX);
      out.name(prefixes.prefix(i));
      out.add(EQUALS);
      out.value(prefixes.namespace(i));
      out.add('"');
    }
    for (Attribute attribute : element.attributeArray()) {
      if (attribute.namespace().isEmpty()) {
        again(attributeNames, BLANK, attribute.name(), EQUALS);
      } else {
        out.add(' ');
        qualified(prefixes.of(attribute), attribute.name());
        out.add(EQUALS);
      }
      out.value(attribute.value());
      out.add('"');
    }
  }

  private void qualified(String prefix, String name) {
    if (!prefix.isEmpty()) {
      out.name(prefix);
      out.add(':');
    }
    out.name(name);
  }

  /** Writes a name with what surrounds it, as it was written before if it was. */
  private void again(WrittenNames written, byte[] before, String name, byte[] after) {
    byte[] known = written.find(name);
    if (known != null) {
      out.add(known);
      return;
    }
    int start = out.size();
    out.add(before);
    out.value(name);
    out.add(after);
    written.keep(name, out.since(start));
  }
}
