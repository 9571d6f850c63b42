package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import java.util.List;
import javax.xml.namespace.QName;

/**
 * The content namespace of streams (RFC 6120, section 4.8.2): the same stanza has another one in a
 * client's stream than in a component's.
 */
final class ContentNamespace {
  private ContentNamespace() {}

  /** {@return the stanza in the other namespace; extensions in its content are unchanged} */
  static XmlElement translate(XmlElement element, String from, String to) {
    if (!element.namespace().equals(from)) {
      return element;
    }
    List<XmlNode> nodes =
        element.nodes().stream()
            .map(node -> node instanceof XmlElement child ? translate(child, from, to) : node)
            .toList();
    return new XmlElement(new QName(to, element.localName()), element.attributes(), nodes);
  }
}
