package im.linnet.stax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import im.linnet.xml.Element;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.stax.StAXSource;
import javax.xml.transform.stream.StreamResult;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

final class ElementReaderTest {

  private static final Element ROSTER =
      Element.builder("query", "jabber:iq:roster")
          .attribute("ver", "7")
          .child(
              Element.builder("item", "jabber:iq:roster")
                  .attribute("jid", "romeo@example.net")
                  .child("group", "Friends & foes")
                  .child("group", "Verona")
                  .build())
          .child(
              Element.builder("item", "jabber:iq:roster")
                  .attribute("jid", "nurse@example.com")
                  .build())
          .build();

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void random_trees_read_equal(long seed) throws XMLStreamException {
    SeededElements source = new SeededElements(seed);
    for (int i = 0; i < 1_000; i++) {
      Element element = source.next();
      assertThat(ReadBack.element(ElementReader.of(element))).isEqualTo(element);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void prefixes_in_random_trees_mean_what_they_say(long seed) throws XMLStreamException {
    SeededElements source = new SeededElements(seed);
    for (int i = 0; i < 500; i++) {
      XMLStreamReader2 reader = ElementReader.of(source.next());
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          NamespaceContext scope = reader.getNamespaceContext();
          assertThat(scope.getNamespaceURI(reader.getPrefix())).isEqualTo(reader.getNamespaceURI());
          for (int a = 0; a < reader.getAttributeCount(); a++) {
            String prefix = reader.getAttributePrefix(a);
            assertThat(prefix.isEmpty() ? "" : scope.getNamespaceURI(prefix))
                .isEqualTo(reader.getAttributeNamespace(a));
          }
        }
      }
    }
  }

  @Test
  void walks_in_document_order() throws XMLStreamException {
    Element element =
        Element.builder("a", "").text("1").child(Element.of("b", "")).text("2").build();
    XMLStreamReader2 reader = ElementReader.of(element);
    assertThat(reader.getEventType()).isEqualTo(XMLStreamConstants.START_DOCUMENT);
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.START_ELEMENT);
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.CHARACTERS);
    assertThat(reader.getText()).isEqualTo("1");
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.START_ELEMENT);
    assertThat(reader.getLocalName()).isEqualTo("b");
    assertThat(reader.getDepth()).isEqualTo(2);
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.END_ELEMENT);
    assertThat(reader.getLocalName()).isEqualTo("b");
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.CHARACTERS);
    assertThat(reader.getText()).isEqualTo("2");
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.END_ELEMENT);
    assertThat(reader.getLocalName()).isEqualTo("a");
    assertThat(reader.hasNext()).isTrue();
    assertThat(reader.next()).isEqualTo(XMLStreamConstants.END_DOCUMENT);
    assertThat(reader.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
  }

  @Test
  void declares_each_namespace_where_it_begins() throws XMLStreamException {
    Element element =
        Element.builder("a", "urn:a")
            .attribute("urn:p", "x", "1")
            .attribute("y", "2")
            .child(Element.of("b", "urn:a"))
            .child(Element.builder("c", "").attribute("urn:q", "x", "3").build())
            .build();
    XMLStreamReader2 reader = ElementReader.of(element);
    reader.nextTag();
    assertThat(reader.getName()).isEqualTo(new QName("urn:a", "a"));
    assertThat(reader.getNamespaceCount()).isEqualTo(2);
    assertThat(reader.getNamespacePrefix(0)).isNull();
    assertThat(reader.getNamespaceURI(0)).isEqualTo("urn:a");
    assertThat(reader.getNamespacePrefix(1)).isEqualTo("ns0");
    assertThat(reader.getNamespaceURI(1)).isEqualTo("urn:p");
    assertThat(reader.getAttributeName(0).getPrefix()).isEqualTo("ns0");
    assertThat(reader.getAttributeValue("urn:p", "x")).isEqualTo("1");
    assertThat(reader.getAttributeValue(null, "y")).isEqualTo("2");
    assertThat(reader.getAttributeValue("", "x")).isNull();
    reader.nextTag();
    assertThat(reader.getNamespaceCount()).isZero();
    assertThat(reader.getNamespaceURI("ns0")).isEqualTo("urn:p");
    reader.nextTag();
    reader.nextTag();
    assertThat(reader.getNamespaceURI("ns0")).isEqualTo("urn:q");
    assertThat(reader.getNamespaceURI("")).isNull();
    assertThat(reader.getNamespaceContext().getPrefix("urn:a")).isNull();
    assertThat(reader.getNamespaceContext().getPrefix("urn:p")).isNull();
    Iterator<String> prefixes = reader.getNamespaceContext().getPrefixes("urn:q");
    assertThat(prefixes).toIterable().containsExactly("ns0");
    assertThat(reader.getNamespaceContext().getPrefix(XMLConstants.XML_NS_URI)).isEqualTo("xml");
    assertThat(reader.getNamespaceURI("xml")).isEqualTo(XMLConstants.XML_NS_URI);
  }

  @Test
  void reads_the_text_of_an_element() throws XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(Element.of("count", "", " 42 "));
    reader.nextTag();
    assertThat(reader.getElementText()).isEqualTo(" 42 ");
    XMLStreamReader2 typed = ElementReader.of(Element.of("count", "", " 42 "));
    typed.nextTag();
    assertThat(typed.getElementAsInt()).isEqualTo(42);
  }

  @Test
  void copies_text_in_parts() throws XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(Element.of("a", "", "abcdef"));
    reader.nextTag();
    reader.next();
    char[] target = new char[4];
    assertThat(reader.getTextCharacters(1, target, 1, 3)).isEqualTo(3);
    assertThat(target).containsExactly('\0', 'b', 'c', 'd');
    assertThat(reader.getTextCharacters(5, target, 0, 4)).isEqualTo(1);
    assertThat(reader.getTextLength()).isEqualTo(6);
  }

  @Test
  void next_tag_passes_white_space_only() throws XMLStreamException {
    Element element =
        Element.builder("a", "").text(" \n").child(Element.of("b", "")).text("x").build();
    XMLStreamReader2 reader = ElementReader.of(element);
    reader.nextTag();
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, "", "b");
    reader.nextTag();
    assertThatExceptionOfType(XMLStreamException.class).isThrownBy(reader::nextTag);
  }

  @Test
  void refuses_questions_that_the_event_does_not_answer() throws XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(Element.of("a", "", "t"));
    assertThatIllegalStateException().isThrownBy(reader::getLocalName);
    assertThatIllegalStateException().isThrownBy(reader::getText);
    reader.nextTag();
    assertThatIllegalStateException().isThrownBy(reader::getText);
    assertThatExceptionOfType(XMLStreamException.class)
        .isThrownBy(() -> reader.require(XMLStreamConstants.START_ELEMENT, "urn:x", "a"));
    reader.next();
    assertThatIllegalStateException().isThrownBy(reader::getLocalName);
    assertThatIllegalStateException().isThrownBy(() -> reader.getAttributeValue(0));
  }

  @Test
  void mixed_content_is_no_element_text() throws XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(ROSTER);
    reader.nextTag();
    assertThatExceptionOfType(XMLStreamException.class).isThrownBy(reader::getElementText);
  }

  @Test
  void skips_an_element() throws XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(ROSTER);
    reader.nextTag();
    reader.nextTag();
    reader.skipElement();
    reader.nextTag();
    assertThat(reader.getAttributeValue("", "jid")).isEqualTo("nurse@example.com");
  }

  @Test
  void the_transformer_of_the_jdk_writes_it() throws TransformerException, XMLStreamException {
    Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new StAXSource(ElementReader.of(ROSTER)), new StreamResult(out));
    assertThat(ReadBack.document(out.toString())).isEqualTo(ROSTER);
  }

  @Test
  void the_transformer_of_the_jdk_makes_a_dom_of_it() throws TransformerException {
    DOMResult result = new DOMResult();
    TransformerFactory.newDefaultInstance()
        .newTransformer()
        .transform(new StAXSource(ElementReader.of(ROSTER)), result);
    Document document = (Document) result.getNode();
    assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("jabber:iq:roster");
    assertThat(document.getElementsByTagNameNS("jabber:iq:roster", "group").item(1))
        .extracting(org.w3c.dom.Node::getTextContent)
        .isEqualTo("Verona");
  }

  @Test
  void jackson_binds_it_to_records() throws IOException {
    Roster roster = new XmlMapper().readValue(ElementReader.of(ROSTER), Roster.class);
    assertThat(roster)
        .isEqualTo(
            new Roster(
                7,
                List.of(
                    new Item("romeo@example.net", List.of("Friends & foes", "Verona")),
                    new Item("nurse@example.com", null))));
  }

  @Test
  void jackson_binds_a_child_that_a_reader_stands_at() throws IOException, XMLStreamException {
    XMLStreamReader2 reader = ElementReader.of(ROSTER);
    reader.nextTag();
    reader.nextTag();
    JsonNode item = new XmlMapper().readValue(reader, JsonNode.class);
    assertThat(item.path("jid").asText()).isEqualTo("romeo@example.net");
  }

  record Roster(
      @JacksonXmlProperty(isAttribute = true) int ver,
      @JacksonXmlProperty(localName = "item") @JacksonXmlElementWrapper(useWrapping = false)
          List<Item> items) {}

  record Item(
      @JacksonXmlProperty(isAttribute = true) String jid,
      @JacksonXmlProperty(localName = "group") @JacksonXmlElementWrapper(useWrapping = false)
          @Nullable List<String> groups) {}
}
