package im.linnet.stax;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLStreamLocation2;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.ri.Stax2ReaderAdapter;
import org.jspecify.annotations.Nullable;

/**
 * An element as a StAX document, read directly from the tree without serialising it. For concepts
 * that an {@link Element} does not have (DTD, entities, processing instructions, locations), the
 * methods return what they would for a document without them. For one thread.
 */
public final class ElementReader implements XMLStreamReader {

  private final Element root;
  private final ElementCursor cursor;

  private ElementReader(Element root) {
    this.root = root;
    this.cursor = new ElementCursor(root);
  }

  /**
   * A view of an element as a document, for JAXB, Jackson XML or {@code StAXSource}. Prefixes are
   * generated, as an element keeps none. An inherited {@link Element#lang()} is not included.
   *
   * @param element the root of the document
   * @return a reader before the root, for one thread; it need not be closed
   */
  public static XMLStreamReader2 of(Element element) {
    return Stax2ReaderAdapter.wrapIfNecessary(new ElementReader(element));
  }

  private OpenElement at(int first, int second) {
    OpenElement open = cursor.open();
    if (open == null || !cursor.isAt(first, second)) {
      throw new IllegalStateException(
          "event: %d (expected: %d or %d)".formatted(cursor.event(), first, second));
    }
    return open;
  }

  private OpenElement atStart() {
    return at(START_ELEMENT, START_ELEMENT);
  }

  private OpenElement atTag() {
    return at(START_ELEMENT, END_ELEMENT);
  }

  private String atText() {
    at(CHARACTERS, CHARACTERS);
    return cursor.text();
  }

  private XMLStreamException unexpected(String expected) {
    return new XMLStreamException(
        "event: %d (expected: %s)".formatted(cursor.event(), expected), getLocation());
  }

  @Override
  public int next() {
    return cursor.next();
  }

  @Override
  public boolean hasNext() {
    return cursor.event() != END_DOCUMENT;
  }

  @Override
  public int nextTag() throws XMLStreamException {
    int event = next();
    while (event == CHARACTERS && isWhiteSpace()) {
      event = next();
    }
    if (event != START_ELEMENT && event != END_ELEMENT) {
      throw unexpected("a start or end tag");
    }
    return event;
  }

  @Override
  public String getElementText() throws XMLStreamException {
    if (!isStartElement()) {
      throw unexpected("a start tag");
    }
    StringBuilder text = new StringBuilder();
    while (next() != END_ELEMENT) {
      if (isStartElement()) {
        throw unexpected("text alone");
      }
      text.append(cursor.text());
    }
    return text.toString();
  }

  @Override
  public void require(int type, @Nullable String namespace, @Nullable String name)
      throws XMLStreamException {
    if (type != cursor.event()) {
      throw unexpected("event " + type);
    }
    if ((namespace != null && !namespace.equals(getNamespaceURI()))
        || (name != null && !name.equals(getLocalName()))) {
      throw unexpected("{%s}%s".formatted(namespace, name));
    }
  }

  @Override
  public int getEventType() {
    return cursor.event();
  }

  @Override
  public boolean isStartElement() {
    return cursor.event() == START_ELEMENT;
  }

  @Override
  public boolean isEndElement() {
    return cursor.event() == END_ELEMENT;
  }

  @Override
  public boolean isCharacters() {
    return cursor.event() == CHARACTERS;
  }

  @Override
  public boolean isWhiteSpace() {
    return isCharacters() && cursor.text().chars().allMatch(c -> " \t\r\n".indexOf(c) >= 0);
  }

  @Override
  public boolean hasName() {
    return isStartElement() || isEndElement();
  }

  @Override
  public QName getName() {
    return atTag().name();
  }

  @Override
  public String getLocalName() {
    return atTag().element().name();
  }

  @Override
  public String getNamespaceURI() {
    return atTag().element().namespace();
  }

  @Override
  public String getPrefix() {
    return atTag().prefix();
  }

  @Override
  public int getAttributeCount() {
    return atStart().attributes().size();
  }

  @Override
  public QName getAttributeName(int index) {
    return atStart().attributeName(index);
  }

  @Override
  public String getAttributeNamespace(int index) {
    return atStart().attribute(index).namespace();
  }

  @Override
  public String getAttributeLocalName(int index) {
    return atStart().attribute(index).name();
  }

  @Override
  public String getAttributePrefix(int index) {
    return atStart().attributePrefix(index);
  }

  @Override
  public String getAttributeType(int index) {
    return "CDATA";
  }

  @Override
  public String getAttributeValue(int index) {
    return atStart().attribute(index).value();
  }

  @Override
  public @Nullable String getAttributeValue(@Nullable String namespace, String name) {
    for (Attribute attribute : atStart().attributes()) {
      // StAX: a null namespace matches any.
      if (attribute.name().equals(name)
          && (namespace == null || attribute.namespace().equals(namespace))) {
        return attribute.value();
      }
    }
    return null;
  }

  @Override
  public boolean isAttributeSpecified(int index) {
    return true;
  }

  @Override
  public int getNamespaceCount() {
    return atTag().declared().size();
  }

  @Override
  public @Nullable String getNamespacePrefix(int index) {
    String prefix = atTag().declared().get(index).prefix();
    return prefix.isEmpty() ? null : prefix;
  }

  @Override
  public String getNamespaceURI(int index) {
    return atTag().declared().get(index).namespace();
  }

  @Override
  public @Nullable String getNamespaceURI(String prefix) {
    String namespace = getNamespaceContext().getNamespaceURI(prefix);
    return namespace.isEmpty() ? null : namespace;
  }

  @Override
  public NamespaceContext getNamespaceContext() {
    OpenElement open = cursor.open();
    return open == null ? new OpenElement(root, null) : open;
  }

  @Override
  public boolean hasText() {
    return isCharacters();
  }

  @Override
  public String getText() {
    return atText();
  }

  @Override
  public char[] getTextCharacters() {
    return atText().toCharArray();
  }

  @Override
  public int getTextCharacters(int sourceStart, char[] target, int targetStart, int length) {
    String text = atText();
    int end = Math.min(text.length(), sourceStart + length);
    text.getChars(sourceStart, end, target, targetStart);
    return end - sourceStart;
  }

  @Override
  public int getTextStart() {
    atText();
    return 0;
  }

  @Override
  public int getTextLength() {
    return atText().length();
  }

  @Override
  public @Nullable Object getProperty(String name) {
    return switch (name) {
      case XMLInputFactory.IS_NAMESPACE_AWARE, XMLInputFactory.IS_COALESCING -> true;
      case XMLInputFactory.IS_VALIDATING, XMLInputFactory.SUPPORT_DTD -> false;
      default -> null;
    };
  }

  @Override
  public Location getLocation() {
    return XMLStreamLocation2.NOT_AVAILABLE;
  }

  @Override
  public @Nullable String getEncoding() {
    return null;
  }

  @Override
  public @Nullable String getVersion() {
    return null;
  }

  @Override
  public boolean isStandalone() {
    return false;
  }

  @Override
  public boolean standaloneSet() {
    return false;
  }

  @Override
  public @Nullable String getCharacterEncodingScheme() {
    return null;
  }

  @Override
  public @Nullable String getPITarget() {
    return null;
  }

  @Override
  public @Nullable String getPIData() {
    return null;
  }

  @Override
  public void close() {
    // There are no resources to release.
  }
}
