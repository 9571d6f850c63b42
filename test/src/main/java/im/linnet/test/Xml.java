package im.linnet.test;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import im.linnet.testkit.xml.XmlText;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import javax.xml.namespace.QName;

/**
 * Elements from their text, read by the testkit's parser, for tests of payloads.
 *
 * <pre>{@code
 * Element ping = Xml.element("<ping xmlns='urn:xmpp:ping'/>");
 * }</pre>
 */
public final class Xml {

  private Xml() {}

  /**
   * Reads an element.
   *
   * @param text a well-formed element, with the namespaces that it uses
   * @return the element
   * @throws RuntimeException if it is not well-formed
   */
  public static Element element(String text) {
    return element(XmlElement.parse(text));
  }

  private static Element element(XmlElement read) {
    ElementBuilder element = Element.builder(read.localName(), read.namespace());
    read.attributes().forEach((name, value) -> attribute(element, name, value));
    for (XmlNode node : read.nodes()) {
      if (node instanceof XmlElement child) {
        element.child(element(child));
      } else if (node instanceof XmlText characters) {
        element.text(characters.text());
      }
    }
    return element.build();
  }

  private static void attribute(ElementBuilder element, QName name, String value) {
    if (name.getNamespaceURI().isEmpty()) {
      element.attribute(name.getLocalPart(), value);
    } else {
      element.attribute(name.getNamespaceURI(), name.getLocalPart(), value);
    }
  }
}
