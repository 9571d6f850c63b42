package im.linnet.benchmarks.encoder;

import com.ctc.wstx.osgi.OutputFactoryProviderImpl;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLOutputFactory2;

/** Woodstox's stream writer, kept open for the whole stream. */
final class WoodstoxWriter implements Contestant {

  private final List<Element> elements;
  private final CountedBytes out = new CountedBytes();
  private final XMLStreamWriter writer;

  WoodstoxWriter(List<Element> elements) throws XMLStreamException {
    this.elements = elements;
    XMLOutputFactory2 factory = new OutputFactoryProviderImpl().createOutputFactory();
    factory.configureForSpeed();
    factory.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, false);
    writer = factory.createXMLStreamWriter(out, "UTF-8");
    writer.writeStartElement("stream", "stream", "http://etherx.jabber.org/streams");
    writer.writeDefaultNamespace("jabber:client");
  }

  @Override
  public long write() throws XMLStreamException {
    for (Element element : elements) {
      write(element, "jabber:client");
      writer.flush();
    }
    return out.total();
  }

  private void write(Element element, String inScope) throws XMLStreamException {
    List<Node> nodes = element.nodes();
    if (nodes.isEmpty()) {
      writer.writeEmptyElement("", element.name(), element.namespace());
    } else {
      writer.writeStartElement("", element.name(), element.namespace());
    }
    if (!element.namespace().equals(inScope)) {
      writer.writeDefaultNamespace(element.namespace());
    }
    List<Attribute> attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      write(attributes.get(i));
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Element child) {
        write(child, element.namespace());
      } else {
        writer.writeCharacters(((Node.Text) nodes.get(i)).value());
      }
    }
    if (!nodes.isEmpty()) {
      writer.writeEndElement();
    }
  }

  private void write(Attribute attribute) throws XMLStreamException {
    if (attribute.namespace().isEmpty()) {
      writer.writeAttribute(attribute.name(), attribute.value());
    } else {
      writer.writeAttribute("xml", XMLConstants.XML_NS_URI, attribute.name(), attribute.value());
    }
  }
}
