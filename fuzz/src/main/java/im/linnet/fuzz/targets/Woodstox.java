package im.linnet.fuzz.targets;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Woodstox as a reference for whole documents. */
final class Woodstox {

  /** What it made of a document. */
  static final class Verdict {
    private final List<Element> elements = new ArrayList<>();
    private boolean restricted;
    private boolean stray;

    /** The children of the root. */
    List<Element> elements() {
      return elements;
    }

    /** Whether there are comments, instructions or a DTD, which XMPP forbids. */
    boolean restricted() {
      return restricted;
    }

    /** Whether there are characters between the children of the root. */
    boolean stray() {
      return stray;
    }
  }

  private static final int LAST_OF_NAMES = 0xEFFFF;

  private final XMLInputFactory factory = XMLInputFactory.newFactory();

  Woodstox() {
    if (!factory.getClass().getName().startsWith("com.ctc.wstx.")) {
      throw new IllegalStateException("StAX by " + factory.getClass() + " (expected: Woodstox)");
    }
    factory.setProperty("com.ctc.wstx.lazyParsing", false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** The contents of a document, or null if it is refused. */
  @Nullable Verdict of(byte[] document) {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
      Verdict judged = new Verdict();
      List<ElementBuilder> open = new ArrayList<>();
      while (reader.hasNext()) {
        take(reader, open, judged);
      }
      return judged;
    } catch (XMLStreamException e) {
      return null;
    }
  }

  private static void take(XMLStreamReader reader, List<ElementBuilder> open, Verdict judged)
      throws XMLStreamException {
    switch (reader.next()) {
      case XMLStreamConstants.START_ELEMENT -> open.add(start(reader));
      case XMLStreamConstants.END_ELEMENT -> end(open, judged);
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (open.size() > 1) {
          open.get(open.size() - 1).text(reader.getText());
        } else {
          judged.stray = true;
        }
      }
      case XMLStreamConstants.COMMENT,
          XMLStreamConstants.PROCESSING_INSTRUCTION,
          XMLStreamConstants.DTD ->
          judged.restricted = true;
      default -> {}
    }
  }

  private static void end(List<ElementBuilder> open, Verdict judged) {
    Element element = open.remove(open.size() - 1).build();
    if (open.size() > 1) {
      open.get(open.size() - 1).child(element);
    } else if (open.size() == 1) {
      judged.elements.add(element);
    }
  }

  private static ElementBuilder start(XMLStreamReader reader) throws XMLStreamException {
    ElementBuilder builder =
        Element.builder(name(reader.getLocalName()), some(reader.getNamespaceURI()));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      builder.attribute(
          some(reader.getAttributeNamespace(i)),
          name(reader.getAttributeLocalName(i)),
          reader.getAttributeValue(i));
    }
    return builder;
  }

  /** Woodstox takes every character above U+FFFF for one of names; XML ends them at U+EFFFF. */
  private static String name(String read) throws XMLStreamException {
    if (read.codePoints().anyMatch(c -> c > LAST_OF_NAMES)) {
      throw new XMLStreamException("a name with a character above U+EFFFF");
    }
    return read;
  }

  private static String some(@Nullable String namespace) {
    return namespace == null ? "" : namespace;
  }
}
