package im.linnet.samples.xeps;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes docs/linnet.doap, the description of a project in RDF (XEP-0453). */
record Doap(Coverage coverage) {

  private static final String PROJECT = "http://usefulinc.com/ns/doap#";
  private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  private static final String XMPP = "https://linkmauve.fr/ns/xmpp-doap#";

  String text() throws XMLStreamException {
    StringWriter text = new StringWriter();
    text.write("<?xml version='1.0' encoding='UTF-8'?>\n");
    XMLStreamWriter out = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
    out.writeStartElement("rdf", "RDF", RDF);
    out.writeNamespace("rdf", RDF);
    out.writeNamespace("xmpp", XMPP);
    out.writeDefaultNamespace(PROJECT);
    line(out, 1);
    out.writeStartElement("Project");
    text(out, "name", "Linnet");
    text(out, "shortdesc", "An asynchronous XMPP client library for Java");
    text(out, "programming-language", "Java");
    resource(out, "license", "http://www.apache.org/licenses/LICENSE-2.0");
    resource(out, "category", "https://linkmauve.fr/ns/xmpp-doap#category-library");
    for (Specification each : coverage.specifications()) {
      if (each.isXep()) {
        xep(out, each);
      } else if (each.address() != null) {
        resource(out, "implements", each.address());
      }
    }
    line(out, 1);
    out.writeEndElement();
    line(out, 0);
    out.writeEndElement();
    out.close();
    return text + "\n";
  }

  private static void xep(XMLStreamWriter out, Specification each) throws XMLStreamException {
    line(out, 2);
    out.writeStartElement("implements");
    out.writeStartElement("xmpp", "SupportedXep", XMPP);
    out.writeEmptyElement("xmpp", "xep", XMPP);
    out.writeAttribute("rdf", RDF, "resource", String.valueOf(each.address()));
    property(out, "status", each.status().name());
    property(out, "version", String.valueOf(each.version()));
    if (!each.coverage().isEmpty()) {
      property(out, "note", each.coverage());
    }
    out.writeEndElement();
    out.writeEndElement();
  }

  private static void property(XMLStreamWriter out, String name, String value)
      throws XMLStreamException {
    out.writeStartElement("xmpp", name, XMPP);
    out.writeCharacters(value);
    out.writeEndElement();
  }

  private static void text(XMLStreamWriter out, String name, String value)
      throws XMLStreamException {
    line(out, 2);
    out.writeStartElement(name);
    out.writeCharacters(value);
    out.writeEndElement();
  }

  private static void resource(XMLStreamWriter out, String name, String address)
      throws XMLStreamException {
    line(out, 2);
    out.writeEmptyElement(name);
    out.writeAttribute("rdf", RDF, "resource", address);
  }

  private static void line(XMLStreamWriter out, int depth) throws XMLStreamException {
    out.writeCharacters("\n" + "  ".repeat(depth));
  }
}
