package im.linnet.xml;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements, declaring no namespace that is in scope already. */
final class ElementWriter {

  private final XMLStreamWriter out;
  private final boolean inStream;

  /**
   * Starts to write.
   *
   * @param out where to; has to escape, and to end an empty element with {@code />}
   * @param inStream whether {@link StreamWriter#PREFIX} is bound in {@code out}
   */
  ElementWriter(XMLStreamWriter out, boolean inStream) {
    this.out = out;
    this.inStream = inStream;
  }

  /**
   * Writes one element with all that it holds. Recursion is safe: {@link Element#MAX_DEPTH} bounds
   * it.
   *
   * @param element the element
   * @param inScope the default namespace where it is written
   */
  void write(Element element, String inScope) throws XMLStreamException {
    String defaultNamespace = start(element, inScope);
    for (Object node : element.content()) {
      if (node instanceof Element child) {
        write(child, defaultNamespace);
      } else {
        out.writeCharacters((String) node);
      }
    }
    out.writeEndElement();
  }

  /** Writes the start tag and tells the default namespace inside. */
  private String start(Element element, String inScope) throws XMLStreamException {
    String namespace = element.namespace();
    String prefix = prefix(namespace);
    out.writeStartElement(prefix, element.name(), namespace);
    boolean declare = prefix.isEmpty() && !namespace.equals(inScope);
    if (declare) {
      out.writeDefaultNamespace(namespace);
    }
    attributes(element);
    return declare ? namespace : inScope;
  }

  private String prefix(String namespace) {
    if (inStream && namespace.equals(StreamWriter.NAMESPACE)) {
      return StreamWriter.PREFIX;
    }
    // The one namespace that cannot be declared as the default (Namespaces in XML 1.0, section 3).
    return namespace.equals(Element.XML_NAMESPACE) ? "xml" : "";
  }

  private void attributes(Element element) throws XMLStreamException {
    AttributePrefixes prefixes = AttributePrefixes.of(element);
    for (int i = 0; i < prefixes.count(); i++) {
      out.writeNamespace(prefixes.prefix(i), prefixes.namespace(i));
    }
    for (Attribute attribute : element.attributeArray()) {
      out.writeAttribute(
          prefixes.of(attribute), attribute.namespace(), attribute.name(), attribute.value());
    }
  }
}
