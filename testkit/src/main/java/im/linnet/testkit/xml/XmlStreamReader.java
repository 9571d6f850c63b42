package im.linnet.testkit.xml;

import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.exc.WstxIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XML stream (RFC 6120, section 4) element by element. It never requests a byte beyond
 * the {@code >} that ends what it returns, as long as the source returns no more bytes per call
 * than wanted. So a stream can end at any element and another one begin on the same source.
 *
 * <p>Not thread-safe.
 */
public final class XmlStreamReader {
  private final XMLStreamReader xml;
  private final XmlElement header;

  private XmlStreamReader(XMLStreamReader xml, XmlElement header) {
    this.xml = xml;
    this.header = header;
  }

  /**
   * Waits for the root's start tag.
   *
   * @param source the bytes
   * @return the reader of the rest
   * @throws EOFException if the source ends first
   * @throws MalformedXmlException if it is not XML
   * @throws IOException if the source fails
   */
  public static XmlStreamReader open(InputStream source) throws IOException {
    try {
      XMLStreamReader xml = WoodstoxInput.open(source);
      while (xml.next() != XMLStreamConstants.START_ELEMENT) {
        refuse(xml);
      }
      return new XmlStreamReader(xml, new XmlElement(xml.getName(), attributes(xml), List.of()));
    } catch (XMLStreamException e) {
      throw translated(e);
    }
  }

  /** {@return the root, without content} */
  public XmlElement header() {
    return header;
  }

  /**
   * Waits for the next child of the root. White space between children is skipped.
   *
   * @return the child, or null at the root's end tag
   * @throws EOFException if the source ends first
   * @throws MalformedXmlException if it is not well-formed, or has a comment, an instruction, a DTD
   *     or text between the children
   * @throws IOException if the source fails
   */
  public @Nullable XmlElement next() throws IOException {
    try {
      while (true) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          return element();
        }
        if (event == XMLStreamConstants.END_ELEMENT) {
          return null;
        }
        refuse(xml);
      }
    } catch (XMLStreamException e) {
      throw translated(e);
    }
  }

  private XmlElement element() throws XMLStreamException, IOException {
    Deque<XmlElement> open = new ArrayDeque<>();
    Deque<List<XmlNode>> contents = new ArrayDeque<>();
    open.push(start(contents));
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> open.push(start(contents));
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement complete = open.pop().withNodes(contents.pop());
          if (open.isEmpty()) {
            return complete;
          }
          contents.element().add(complete);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            contents.element().add(new XmlText(xml.getText()));
        default -> refuse(xml);
      }
    }
  }

  private XmlElement start(Deque<List<XmlNode>> contents) {
    contents.push(new ArrayList<>());
    return new XmlElement(xml.getName(), attributes(xml), List.of());
  }

  private static Map<QName, String> attributes(XMLStreamReader xml) {
    Map<QName, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.put(xml.getAttributeName(i), xml.getAttributeValue(i));
    }
    return attributes;
  }

  private static void refuse(XMLStreamReader xml) throws IOException {
    boolean space = xml.isCharacters() && xml.isWhiteSpace();
    boolean blank = space || xml.getEventType() == XMLStreamConstants.SPACE;
    if (!blank) {
      throw new MalformedXmlException(
          switch (xml.getEventType()) {
            case XMLStreamConstants.COMMENT -> "a comment, which XMPP forbids";
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> "an instruction, which XMPP forbids";
            case XMLStreamConstants.DTD -> "a DTD, which XMPP forbids";
            default -> "text between the stream's elements: " + xml.getText();
          });
    }
  }

  private static IOException translated(XMLStreamException e) {
    if (e instanceof WstxIOException && e.getCause() instanceof IOException source) {
      return source;
    }
    if (e instanceof WstxEOFException) {
      return new EOFException("end of input inside the XML stream");
    }
    return new MalformedXmlException(String.valueOf(e.getMessage()));
  }
}
