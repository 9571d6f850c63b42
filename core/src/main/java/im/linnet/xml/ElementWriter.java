package im.linnet.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes elements without declaring a namespace that is already in scope. */
final class ElementWriter {

  private static final byte[] XMLNS_PREFIX = XmlBytes.ascii(" xmlns:");
  private static final byte[] EQUALS = XmlBytes.ascii("=\"");
  private static final byte[] EMPTY_END = XmlBytes.ascii("/>");
  private static final byte[] END = XmlBytes.ascii("</");

  private final XmlBytes out;
  private final boolean inStream;
  private final WrittenNames startTags;
  private final WrittenNames attributeNames;
  private final WrittenNames declarations;

  /**
   * Creates a writer.
   *
   * @param out where the elements are written
   * @param inStream whether {@link StreamWriter#PREFIX} is in scope there
   */
  ElementWriter(XmlBytes out, boolean inStream) {
    this.out = out;
    this.inStream = inStream;
    startTags = new WrittenNames(out, "<", "");
    attributeNames = new WrittenNames(out, " ", "=\"");
    declarations = new WrittenNames(out, " xmlns=\"", "\"");
  }

  /** Gives back the memory for names that may come again. */
  void forget() {
    startTags.forget();
    attributeNames.forget();
    declarations.forget();
  }

  /**
   * The XML text of an element with all the declarations that it needs, for {@link Element#toXml}.
   */
  static String text(Element element) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    XmlBytes out = new XmlBytes(text);
    new ElementWriter(out, false).write(element, "");
    out.flush();
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * Writes one element with its content. Recursion is safe, as {@link Element#MAX_DEPTH} bounds it.
   *
   * @param element the element
   * @param inScope the default namespace where it is written
   */
  void write(Element element, String inScope) {
    String namespace = element.namespace();
    boolean declared = !namespace.equals(inScope);
    String prefix = declared ? prefix(namespace) : "";
    byte[] name = startTags.of(qualified(prefix, element.name()));
    out.add(name);
    String scope = inScope;
    if (declared && prefix.isEmpty()) {
      scope = namespace;
      out.add(declarations.of(namespace));
    }
    attributes(element);
    int size = element.size();
    if (size == 0) {
      out.add(EMPTY_END);
      return;
    }
    out.add('>');
    for (int i = 0; i < size; i++) {
      Object node = element.node(i);
      if (node instanceof Element child) {
        write(child, scope);
      } else if (element.isPlain()) {
        out.plain((String) node);
      } else {
        out.text((String) node);
      }
    }
    out.add(END);
    out.add(name, 1);
    out.add('>');
  }

  private String prefix(String namespace) {
    if (inStream && namespace.equals(StreamWriter.NAMESPACE)) {
      return StreamWriter.PREFIX;
    }
    // The one namespace that cannot be declared as the default (Namespaces in XML 1.0, section 3).
    return namespace.equals(Element.XML_NAMESPACE) ? "xml" : "";
  }

  private static String qualified(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + ':' + name;
  }

  private void attributes(Element element) {
    AttributePrefixes prefixes = AttributePrefixes.of(element);
    for (int i = 0; i < prefixes.count(); i++) {
      out.add(XMLNS_PREFIX);
      out.text(prefixes.prefix(i));
      out.add(EQUALS);
      out.value(prefixes.namespace(i));
      out.add('"');
    }
    for (Attribute attribute : element.attributeArray()) {
      out.add(attributeNames.of(qualified(prefixes.of(attribute), attribute.name())));
      if (element.isPlain()) {
        out.plain(attribute.value());
      } else {
        out.value(attribute.value());
      }
      out.add('"');
    }
  }
}
