package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamWriterTest {

  private static final String CLIENT = "jabber:client";
  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns=\"jabber:client\""
          + " xmlns:stream=\"http://etherx.jabber.org/streams\"";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StreamWriter writer = new StreamWriter(bytes, CLIENT);

  /** The output since the last call. */
  private String written() {
    String text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }

  private String written(Element element) {
    writer.open("example.org", null, null);
    bytes.reset();
    writer.write(element);
    return written();
  }

  private List<Element> roundTrip(List<Element> elements) throws XMLStreamException {
    writer.open("example.org", null, null);
    elements.forEach(writer::write);
    writer.close();
    return ReadBack.stream(bytes.toByteArray());
  }

  @Test
  void writes_a_whole_header_at_once() {
    writer.open("example.org", null, null);
    assertThat(written()).isEqualTo(HEADER + " to=\"example.org\" version=\"1.0\">");
  }

  @Test
  void writes_the_sender_and_the_language_into_the_header() {
    writer.open("example.org", "a&b@example.org", "de");
    assertThat(written())
        .isEqualTo(
            HEADER
                + " from=\"a&amp;b@example.org\" to=\"example.org\" version=\"1.0\""
                + " xml:lang=\"de\">");
  }

  @Test
  void closes_with_the_end_tag_once() {
    writer.open("example.org", null, null);
    bytes.reset();
    writer.close();
    writer.close();
    assertThat(written()).isEqualTo("</stream:stream>");
  }

  @Test
  void closing_an_unopened_stream_writes_nothing() {
    writer.close();
    assertThat(written()).isEmpty();
  }

  @Test
  void leaves_a_message_without_xmlns() {
    Element message =
        Element.builder("message", CLIENT)
            .attribute("to", "juliet@example.com")
            .attribute("type", "chat")
            .child("body", "Art thou not Romeo?")
            .build();
    assertThat(written(message))
        .isEqualTo(
            "<message to=\"juliet@example.com\" type=\"chat\">"
                + "<body>Art thou not Romeo?</body></message>");
  }

  @Test
  void declares_the_namespace_of_a_query_once() {
    Element query =
        Element.builder("query", "jabber:iq:roster")
            .child(Element.of("item", "jabber:iq:roster"))
            .build();
    Element iq = Element.builder("iq", CLIENT).attribute("id", "1").child(query).build();
    assertThat(written(iq))
        .isEqualTo("<iq id=\"1\"><query xmlns=\"jabber:iq:roster\"><item/></query></iq>");
  }

  @Test
  void returns_to_the_content_namespace_inside_another() {
    Element forwarded =
        Element.builder("forwarded", "urn:xmpp:forward:0")
            .child(Element.builder("message", CLIENT).child("body", "hi").build())
            .build();
    Element message = Element.builder("message", CLIENT).child(forwarded).build();
    assertThat(written(message))
        .isEqualTo(
            "<message><forwarded xmlns=\"urn:xmpp:forward:0\">"
                + "<message xmlns=\"jabber:client\"><body>hi</body></message>"
                + "</forwarded></message>");
  }

  @Test
  void writes_features_with_the_stream_prefix() {
    Element features =
        Element.builder("features", StreamWriter.NAMESPACE)
            .child(Element.of("starttls", "urn:ietf:params:xml:ns:xmpp-tls"))
            .child(Element.of("x", CLIENT))
            .build();
    assertThat(written(features))
        .isEqualTo(
            "<stream:features><starttls xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"/><x/>"
                + "</stream:features>");
  }

  @Test
  void takes_the_default_namespace_away_from_a_child_without_one() {
    Element iq =
        Element.builder("iq", CLIENT)
            .child(Element.builder("a", "").child(Element.of("b", "")).build())
            .build();
    assertThat(written(iq)).isEqualTo("<iq><a xmlns=\"\"><b/></a></iq>");
  }

  @Test
  void declares_prefixes_for_attributes_of_a_namespace_where_they_are_used() {
    Element auth =
        Element.builder("auth", "urn:ietf:params:xml:ns:xmpp-sasl")
            .attribute("mechanism", "X-OAUTH2")
            .attribute("urn:a", "service", "oauth2")
            .attribute("urn:b", "service", "2")
            .attribute("urn:a", "kind", "3")
            .lang("en")
            .build();
    assertThat(written(auth))
        .isEqualTo(
            "<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" xmlns:ns0=\"urn:a\""
                + " xmlns:ns1=\"urn:b\" mechanism=\"X-OAUTH2\" ns0:service=\"oauth2\""
                + " ns1:service=\"2\" ns0:kind=\"3\" xml:lang=\"en\"/>");
  }

  @Test
  void writes_an_element_of_the_xml_namespace_with_its_fixed_prefix() {
    assertThat(written(Element.of("a", Element.XML_NAMESPACE))).isEqualTo("<xml:a/>");
  }

  @Tag("U18")
  @Test
  void escapes_what_a_parser_would_change() {
    Element element =
        Element.builder("a", CLIENT).attribute("v", "<>&'\"\t\n\r").text("<&'\"]]>\t\n\r").build();
    assertThat(written(element))
        .isEqualTo("<a v=\"&lt;>&amp;'&quot;&#x9;&#xa;&#xd;\">&lt;&amp;'\"]]&gt;\t\n&#xd;</a>");
  }

  @Test
  void writes_names_that_only_the_fifth_edition_allows() {
    assertThat(written(Element.of("𐀀Ā", CLIENT))).isEqualTo("<𐀀Ā/>");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void random_trees_come_back_equal(long seed) throws XMLStreamException {
    SeededElements source = new SeededElements(seed);
    List<Element> elements = Stream.generate(source::next).limit(2_500).toList();
    assertThat(roundTrip(elements)).isEqualTo(elements);
  }

  @Tag("U18")
  @Test
  void every_character_of_xml_comes_back_in_text_and_attribute() throws XMLStreamException {
    List<Element> elements = new ArrayList<>();
    int count = 0;
    for (int first = 0; first <= Character.MAX_CODE_POINT; first += 0x400) {
      StringBuilder all = new StringBuilder();
      for (int c = first; c < first + 0x400; c++) {
        if (XmlChars.isChar(c)) {
          all.appendCodePoint(c);
          count++;
        }
      }
      elements.add(
          Element.builder("a", CLIENT).attribute("v", all.toString()).text(all.toString()).build());
    }
    // 0x110000 code points without 29 controls, 2048 surrogates, U+FFFE and U+FFFF.
    assertThat(count).isEqualTo(1_112_033);
    assertThat(roundTrip(elements)).isEqualTo(elements);
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "]]>", "\r\n", "&", "é", "€"})
  void no_buffer_limit_splits_what_belongs_together(String piece) throws XMLStreamException {
    List<Element> elements = new ArrayList<>();
    for (int length = 0;
        length < 4_200;
        length += length % 500 < 30 || length % 512 > 490 ? 1 : 7) {
      String text = "x".repeat(length) + piece.repeat(3) + "y";
      elements.add(Element.builder("a", CLIENT).attribute("v", text).text(text).build());
    }
    assertThat(roundTrip(elements)).isEqualTo(elements);
  }

  /**
   * The parser marks values that can be written without a check of each character, and no others.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a v='say \"x\"' w=\"it's\" x='y'>\"x\" > 'y'</a>",
        "<a v='&quot;'>&lt;&amp;</a>",
        "<a v='1'>x]]&gt;y<b>]</b>]</a>",
        "<a v='&#xa;&#9;'>&#xd;\n</a>",
        "<a v='été'>Ж€😀</a>",
        "<a v='Ā'><b v='Ā'/></a>",
        "<a v='x'><![CDATA[<&>]]></a>",
        "<a><b v='1'>&amp;</b>x<b v='2'/></a>"
      })
  void what_was_parsed_is_escaped_where_it_must_be(String xml) throws XMLStreamException {
    List<Element> parsed = Parsed.inStream(xml + xml).elements();
    assertThat(parsed).hasSize(2);
    assertThat(roundTrip(parsed)).isEqualTo(parsed);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void random_trees_are_written_alike_when_they_were_parsed(long seed) {
    SeededElements source = new SeededElements(seed);
    writer.open("example.org", null, null);
    for (int i = 0; i < 2_500; i++) {
      bytes.reset();
      writer.write(source.next());
      String built = written();
      Parsed.inStream(built).elements().forEach(writer::write);
      assertThat(written()).isEqualTo(built);
    }
  }

  @Test
  void the_deepest_element_can_be_written() throws XMLStreamException {
    Element deep = Element.of("a", "urn:a");
    for (int depth = 1; depth < Element.MAX_DEPTH; depth++) {
      deep = Element.builder("a", depth % 2 == 0 ? "urn:a" : "").child(deep).build();
    }
    assertThat(roundTrip(List.of(deep))).containsExactly(deep);
  }

  @Test
  void each_call_hands_over_and_flushes_all_its_bytes() {
    List<String> calls = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            calls.add("byte");
          }

          @Override
          public void write(byte[] buffer, int offset, int length) {
            calls.add(new String(buffer, offset, length, UTF_8));
          }

          @Override
          public void flush() {
            calls.add("flush");
          }
        };
    StreamWriter stream = new StreamWriter(out, CLIENT);
    stream.open("a", null, null);
    stream.write(Element.of("presence", CLIENT));
    stream.write(Element.of("message", CLIENT, "x"));
    stream.close();
    assertThat(calls.subList(1, calls.size()))
        .containsExactly(
            "flush",
            "<presence/>",
            "flush",
            "<message>x</message>",
            "flush",
            "</stream:stream>",
            "flush");
  }

  static Stream<Arguments> wrongOrders() {
    Element presence = Element.of("presence", CLIENT);
    return Stream.of(
        Arguments.of("write", (Use) stream -> stream.write(presence)),
        Arguments.of(
            "open",
            (Use)
                stream -> {
                  stream.open("a", null, null);
                  stream.open("a", null, null);
                }),
        Arguments.of(
            "write",
            (Use)
                stream -> {
                  stream.open("a", null, null);
                  stream.close();
                  stream.write(presence);
                }),
        Arguments.of(
            "open",
            (Use)
                stream -> {
                  stream.close();
                  stream.open("a", null, null);
                }));
  }

  @ParameterizedTest
  @MethodSource("wrongOrders")
  void refuses_calls_out_of_order(String call, Use use) {
    assertThatIllegalStateException()
        .isThrownBy(() -> use.run(writer))
        .withMessageStartingWith(call + ": the stream is ");
  }

  @Test
  void refuses_a_header_that_xml_does_not_allow_and_writes_none_of_it() {
    assertThatIllegalArgumentException().isThrownBy(() -> writer.open("a\uD800", null, null));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.open("a", "\0", null));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.open("a", null, "\uFFFE"));
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", XMLConstants.XML_NS_URI, XMLConstants.XMLNS_ATTRIBUTE_NS_URI})
  void refuses_a_content_namespace_that_cannot_be_the_default(String namespace) {
    assertThatIllegalArgumentException().isThrownBy(() -> new StreamWriter(bytes, namespace));
  }

  @Test
  void writes_no_more_after_the_output_failed() {
    List<Integer> writes = new ArrayList<>();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.add(b);
            if (writes.size() > 1_000) {
              throw new IOException("no room");
            }
          }
        };
    StreamWriter stream = new StreamWriter(broken, CLIENT);
    stream.open("a", null, null);
    Element large = Element.of("a", CLIENT, "x".repeat(10_000));
    assertThatThrownBy(() -> stream.write(large))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("The output stream failed")
        .hasRootCauseMessage("no room");
    int before = writes.size();
    assertThatIllegalStateException().isThrownBy(() -> stream.write(large));
    stream.close();
    assertThat(writes).hasSize(before);
  }

  /** Some calls of a writer. */
  interface Use {
    void run(StreamWriter stream);
  }

  @Test
  void writes_the_same_after_it_has_forgotten() {
    Element stanza =
        Element.builder("message", "jabber:client")
            .attribute("to", "a@b")
            .child(Element.builder("x", "urn:x").attribute("y", "z").build())
            .build();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    ByteArrayOutputStream forgotten = new ByteArrayOutputStream();
    StreamWriter one = new StreamWriter(kept, "jabber:client");
    StreamWriter other = new StreamWriter(forgotten, "jabber:client");
    one.open("b", null, null);
    other.open("b", null, null);
    for (int n = 0; n < 5; n++) {
      one.write(stanza);
      other.write(stanza);
      other.forget();
    }
    one.close();
    other.close();
    assertThat(forgotten.toString(StandardCharsets.UTF_8))
        .isEqualTo(kept.toString(StandardCharsets.UTF_8));
  }
}
