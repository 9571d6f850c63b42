package im.linnet.websocket;

import java.io.IOException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a host-meta in XML (RFC 6415, section 3). Uses a general parser, because such a document
 * may have comments and processing instructions; but no document type, so there are no entities.
 */
final class XrdReader {

  private static final String NAMESPACE = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

  private XrdReader() {}

  /**
   * Reads a document.
   *
   * @throws XMLStreamException if it is malformed, not a host-meta, has a document type, or is
   *     beyond the limits
   * @throws IOException if its encoding can't be read
   */
  static HostMeta read(byte[] document) throws XMLStreamException, IOException {
    Links links = new Links();
    XMLStreamReader xml = XrdInput.open(document);
    try {
      int depth = 0;
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> element(xml, ++depth, links);
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.DTD -> throw new XMLStreamException("a document type");
          case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("an entity");
          default -> {}
        }
      }
    } finally {
      xml.close();
    }
    return links.toHostMeta();
  }

  private static void element(XMLStreamReader xml, int depth, Links links)
      throws XMLStreamException {
    boolean known = NAMESPACE.equals(xml.getNamespaceURI());
    if (depth == 1 && !(known && xml.getLocalName().equals("XRD"))) {
      throw new XMLStreamException("the root is not XRD");
    }
    if (depth == 2 && known && xml.getLocalName().equals("Link")) {
      links.add(xml.getAttributeValue(null, "rel"), xml.getAttributeValue(null, "href"));
    }
  }
}
