package im.linnet.testkit.xml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * An element with resolved namespaces. Prefixes and the order of attributes are ignored: two
 * elements are equal if they mean the same in XML.
 *
 * @param name the qualified name
 * @param attributes the attributes in document order
 * @param nodes the content
 */
public record XmlElement(QName name, Map<QName, String> attributes, List<XmlNode> nodes)
    implements XmlNode {

  /** Copies the collections. */
  public XmlElement {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    nodes = List.copyOf(nodes);
  }

  /**
   * Parses one element as in a client's stream: without a declaration of its own, the default
   * namespace is {@code jabber:client} and {@code stream:} is bound.
   *
   * @param xml the text of one element
   * @return the element
   * @throws IllegalArgumentException if the text is not one well-formed element
   */
  public static XmlElement parse(String xml) {
    List<XmlElement> all = XmlFragment.parse(xml);
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "XML fragment: " + all.size() + " elements (expected: 1): " + xml);
    }
    return all.get(0);
  }

  /** {@return the namespace, empty if there is none} */
  public String namespace() {
    return name.getNamespaceURI();
  }

  /** {@return the name without prefix} */
  public String localName() {
    return name.getLocalPart();
  }

  /**
   * Returns whether this is the named element.
   *
   * @param namespace the namespace
   * @param localName the name without prefix
   * @return whether both match
   */
  public boolean is(String namespace, String localName) {
    return namespace().equals(namespace) && localName().equals(localName);
  }

  /**
   * The value of an attribute without namespace.
   *
   * @param localName its name
   * @return its value, or null
   */
  public @Nullable String attribute(String localName) {
    return attributes.get(new QName(localName));
  }

  /** {@return the child elements, in order} */
  public List<XmlElement> children() {
    return elements().toList();
  }

  /**
   * The first child with a name.
   *
   * @param namespace the namespace
   * @param localName the name without prefix
   * @return the child, if there is one
   */
  public Optional<XmlElement> child(String namespace, String localName) {
    return elements().filter(each -> each.is(namespace, localName)).findFirst();
  }

  /** {@return the character data directly in this element} */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (XmlNode node : nodes) {
      if (node instanceof XmlText characters) {
        text.append(characters.text());
      }
    }
    return text.toString();
  }

  /**
   * Returns a copy with one attribute (in no namespace) set.
   *
   * @param localName its name
   * @param value its value, or null to remove it
   * @return the changed copy
   */
  public XmlElement withAttribute(String localName, @Nullable String value) {
    Map<QName, String> changed = new LinkedHashMap<>(attributes);
    if (value == null) {
      changed.remove(new QName(localName));
    } else {
      changed.put(new QName(localName), value);
    }
    return new XmlElement(name, changed, nodes);
  }

  /**
   * Returns a copy with other content.
   *
   * @param content the nodes
   * @return the changed copy
   */
  public XmlElement withNodes(List<? extends XmlNode> content) {
    return new XmlElement(name, attributes, List.copyOf(content));
  }

  /**
   * Writes this element for a place where a default namespace is already declared.
   *
   * @param outer the default namespace of that place
   * @return the text, without a redundant declaration
   */
  public String toXml(String outer) {
    StringBuilder xml = new StringBuilder("<").append(localName());
    if (!namespace().equals(outer)) {
      xml.append(" xmlns='").append(XmlText.escape(namespace())).append('\'');
    }
    writeAttributes(xml);
    if (nodes.isEmpty()) {
      return xml.append("/>").toString();
    }
    xml.append('>');
    for (XmlNode node : nodes) {
      xml.append(node instanceof XmlElement child ? child.toXml(namespace()) : node.toString());
    }
    return xml.append("</").append(localName()).append('>').toString();
  }

  /** {@return this element as a standalone XML document} */
  @Override
  public String toString() {
    return toXml(XMLConstants.NULL_NS_URI);
  }

  private void writeAttributes(StringBuilder xml) {
    int generated = 0;
    for (Map.Entry<QName, String> attribute : attributes.entrySet()) {
      String uri = attribute.getKey().getNamespaceURI();
      String prefix = "";
      if (uri.equals(XMLConstants.XML_NS_URI)) {
        prefix = "xml:";
      } else if (!uri.isEmpty()) {
        String name = "a" + generated++;
        xml.append(" xmlns:").append(name).append("='").append(XmlText.escape(uri)).append('\'');
        prefix = name + ':';
      }
      xml.append(' ').append(prefix).append(attribute.getKey().getLocalPart());
      xml.append("='").append(XmlText.escape(attribute.getValue())).append('\'');
    }
  }

  private Stream<XmlElement> elements() {
    return nodes.stream().filter(XmlElement.class::isInstance).map(XmlElement.class::cast);
  }
}
