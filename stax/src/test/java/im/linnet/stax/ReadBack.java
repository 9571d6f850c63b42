package im.linnet.stax;

import com.ctc.wstx.osgi.InputFactoryProviderImpl;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Builds elements from a StAX reader, and with Woodstox. */
final class ReadBack {

  private ReadBack() {}

  static Element document(String xml) throws XMLStreamException {
    XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(xml));
    return element(reader);
  }

  /** The next element of a reader, or the one at whose start it is. */
  static Element element(XMLStreamReader reader) throws XMLStreamException {
    if (reader.getEventType() == XMLStreamConstants.START_DOCUMENT) {
      reader.nextTag();
    }
    Deque<ElementBuilder> open = new ArrayDeque<>();
    open.push(start(reader));
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> open.push(start(reader));
        case XMLStreamConstants.END_ELEMENT -> {
          Element element = open.pop().build();
          if (open.isEmpty()) {
            return element;
          }
          open.element().child(element);
        }
        default -> open.element().text(reader.getText());
      }
    }
  }

  private static ElementBuilder start(XMLStreamReader reader) {
    ElementBuilder element =
        Element.builder(reader.getLocalName(), orEmpty(reader.getNamespaceURI()));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element.attribute(
          orEmpty(reader.getAttributeNamespace(i)),
          reader.getAttributeLocalName(i),
          reader.getAttributeValue(i));
    }
    return element;
  }

  private static String orEmpty(String namespace) {
    return namespace == null ? "" : namespace;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = new InputFactoryProviderImpl().createInputFactory();
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    return factory;
  }
}
