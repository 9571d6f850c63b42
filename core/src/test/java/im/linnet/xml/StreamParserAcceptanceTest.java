package im.linnet.xml;

import static im.linnet.xml.Parsed.HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted input, by row of the catalogue, and the result. */
class StreamParserAcceptanceTest {

  private static final String CLIENT = "jabber:client";
  private static final String STREAMS = StreamHeader.STREAMS_NAMESPACE;

  private static String textOf(String markup) {
    return Parsed.inStream("<a>" + markup + "</a>").element().text();
  }

  private static String valueOf(String markup) {
    String value = Parsed.inStream("<a b='" + markup + "'/>").element().attribute("b");
    return value == null ? "absent" : value;
  }

  @Test
  void reads_a_stream_from_header_to_end() {
    Parsed parsed =
        Parsed.of(
            "<?xml version='1.0'?>\n<stream:stream xmlns='jabber:client' id='i' from='f' to='t'"
                + " version='1.0' xml:lang='en' xmlns:stream='http://etherx.jabber.org/streams'>"
                + " <message to='a@b'><body>hi</body></message>\r\n\t<iq/></stream:stream>\n ");

    StreamHeader header = parsed.header();
    assertThat(header.isStream()).isTrue();
    assertThat(header.defaultNamespace()).isEqualTo(CLIENT);
    assertThat(List.of(header.attributes().size(), String.valueOf(header.id())))
        .containsExactly(5, "i");
    assertThat(header.from()).isEqualTo("f");
    assertThat(header.to()).isEqualTo("t");
    assertThat(header.version()).isEqualTo("1.0");
    assertThat(header.lang()).isEqualTo("en");
    assertThat(parsed.elements())
        .containsExactly(
            Element.builder("message", CLIENT).attribute("to", "a@b").child("body", "hi").build(),
            Element.of("iq", CLIENT));
    assertThat(parsed.closed()).isTrue();
  }

  @Test
  void delivers_any_root_even_an_empty_one() {
    Parsed parsed = Parsed.of("<a/>");

    assertThat(parsed.header().name()).isEqualTo("a");
    assertThat(parsed.header().defaultNamespace()).isEmpty();
    assertThat(parsed.header().id()).isNull();
    assertThat(parsed.closed()).isTrue();
  }

  /** X08, X10: references. */
  @Tag("X08")
  @Tag("X10")
  @Test
  void resolves_references_in_text_and_values() {
    String markup = "&lt;&gt;&amp;&quot;&apos;&#65;&#x41;&#x1F600;&#x000041;&#9;&#xA;&#xD;&#xe9;";
    String expected = "<>&\"'AA\uD83D\uDE00A\t\n\ré";

    assertThat(textOf(markup)).isEqualTo(expected);
    assertThat(valueOf(markup)).isEqualTo(expected);
    assertThat(textOf("&#x" + "0".repeat(5000) + "41;")).isEqualTo("A");
    assertThat(textOf("&amp;lt;")).isEqualTo("&lt;");
  }

  /** X12, X13: text that resembles an end. */
  @Tag("X12")
  @Tag("X13")
  @ParameterizedTest
  @ValueSource(strings = {"]]", "]>", "] ]>", "]&#93;>", "]]&#62;", ">", "]]]", "\"'"})
  void keeps_brackets_and_angles_that_end_nothing(String markup) {
    String expected = markup.replace("&#93;", "]").replace("&#62;", ">");

    assertThat(textOf(markup)).isEqualTo(expected);
    assertThat(valueOf(markup.replace("'", ""))).isEqualTo(expected.replace("'", ""));
  }

  @Test
  void a_bracket_pair_before_cdata_or_a_child_ends_nothing() {
    assertThat(textOf("]]<![CDATA[>]]>")).isEqualTo("]]>");
    assertThat(textOf("]]<b/>>")).isEqualTo("]]>");
    assertThat(textOf("<![CDATA[x]]]]>>")).isEqualTo("x]]>");
  }

  /** X15: odd characters that XML allows. */
  @Tag("X15")
  @ParameterizedTest
  @ValueSource(ints = {0x1FFFE, 0x7F, 0x80, 0x85, 0x9F, 0x2028, 0xFFFD, 0xFEFF, 0xE000, 0x10FFFF})
  void keeps_odd_characters(int codePoint) {
    String odd = Character.toString(codePoint);

    assertThat(textOf("a" + odd)).isEqualTo("a" + odd);
    assertThat(valueOf(odd)).isEqualTo(odd);
  }

  /** X16: CDATA. */
  @Tag("X16")
  @ParameterizedTest
  @CsvSource({
    "<![CDATA[</message><iq/>]]>,    </message><iq/>",
    "<![CDATA[]]>,                   ''",
    "<![CDATA[]]]]>,                 ]]",
    "<![CDATA[]]]>,                  ]",
    "<![CDATA[]>]]]]><![CDATA[>]]>,  ]>]]>",
    "a<![CDATA[&amp;<b>]]>c,         a&amp;<b>c",
    "<![CDATA[a]b]]c]]>,             a]b]]c",
    "<![CDATA[]]é]]>,                ]]é"
  })
  void reads_cdata_as_text(String markup, String expected) {
    Element element = Parsed.inStream("<a>" + markup + "</a>").element();

    assertThat(element.text()).isEqualTo(expected);
    assertThat(element.nodes()).hasSizeLessThan(2);
  }

  /** X23, X25, X37, X43: namespaces. */
  @Tag("X23")
  @Tag("X25")
  @Tag("X37")
  @Tag("X43")
  @Test
  void resolves_names_to_pairs_of_namespace_and_name() {
    assertThat(Parsed.inStream("<m><a xmlns=''><b/></a><c/></m>").element())
        .isEqualTo(
            Element.builder("m", CLIENT)
                .child(Element.builder("a", "").child(Element.of("b", "")).build())
                .child(Element.of("c", CLIENT))
                .build());
    assertThat(Parsed.inStream("<c:m xmlns:c='jabber:client' c:a='1' a='2'/>").element())
        .isEqualTo(
            Element.builder("m", CLIENT).attribute(CLIENT, "a", "1").attribute("a", "2").build());
    assertThat(Parsed.inStream("<a p:b='1' xmlns:p='u'><p:b xmlns:p='v'/><p:c/></a>").element())
        .isEqualTo(
            Element.builder("a", CLIENT)
                .attribute("u", "b", "1")
                .child(Element.of("b", "v"))
                .child(Element.of("c", "u"))
                .build());
    assertThat(Parsed.inStream("<a xmlns='x} {:y'/>").element())
        .isEqualTo(Element.of("a", "x} {:y"));
  }

  /** X24: the only binding of xml. */
  @Tag("X24")
  @Test
  void allows_to_bind_xml_to_what_it_is() {
    String xml = Element.XML_NAMESPACE;

    assertThat(Parsed.inStream("<a xmlns:xml='" + xml + "' xml:b='c'/>").element())
        .isEqualTo(Element.builder("a", CLIENT).attribute(xml, "b", "c").build());
  }

  /** X25: xml:lang without declaration, inherited. */
  @Tag("X25")
  @Test
  void inherits_the_language_from_the_stream_and_elements_around() {
    Parsed parsed =
        Parsed.of(
            "<s xml:lang='en'><a><b xml:lang='de'><c/></b><d xml:lang=''><e/></d></a><f/></s>");
    Element a = parsed.elements().get(0);

    assertThat(a.lang()).isEqualTo("en");
    assertThat(a.children().get(0).lang()).isEqualTo("de");
    assertThat(a.children().get(0).children().get(0).lang()).isEqualTo("de");
    assertThat(a.children().get(1).children().get(0).lang()).isNull();
    assertThat(parsed.elements().get(1).lang()).isEqualTo("en");
  }

  /** X27: names of the fifth edition. */
  @Tag("X27")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "é",
        "a·",
        "a\u0300",
        "\u0370a",
        "\u200C",
        "\u2C00",
        "\uD800\uDC00",
        "\uDB7F\uDFFF"
      })
  void reads_names_of_the_fifth_edition(String name) {
    assertThat(Parsed.inStream("<" + name + " " + name + "='1'></" + name + ">").element())
        .isEqualTo(Element.builder(name, CLIENT).attribute(name, "1").build());
    assertThat(Parsed.inStream("<p:" + name + " xmlns:p='u'/>").element())
        .isEqualTo(Element.of(name, "u"));
  }

  /** X29, X36: white space in tags; empty elements and values. */
  @Tag("X29")
  @Tag("X36")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a  b=''/>",
        "<a b = \"\" />",
        "<a\n\tb\r=\n''\t></a >",
        "<a b=''></a\n>",
        "<a b=''  ></a>"
      })
  void allows_white_space_in_tags(String markup) {
    assertThat(Parsed.inStream(markup).element())
        .isEqualTo(Element.builder("a", CLIENT).attribute("b", "").build());
  }

  /** X30: line ends. */
  @Tag("X30")
  @Test
  void normalises_line_ends_and_white_space_in_values() {
    assertThat(textOf("a\r\nb\rc\r\r\nd\n\re\r")).isEqualTo("a\nb\nc\n\nd\n\ne\n");
    assertThat(textOf("<![CDATA[a\r\nb\r]]>\n")).isEqualTo("a\nb\n\n");
    assertThat(textOf("\r&#10;")).isEqualTo("\n\n");
    assertThat(valueOf("a\r\nb\rc\td\n\r\ne&#xA;&#9;\r")).isEqualTo("a b c d  e\n\t ");
  }

  /** X31 to X33: declarations. */
  @Tag("X31")
  @Tag("X32")
  @Tag("X33")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<?xml version='1.0'?>",
        "<?xml version=\"1.0\" encoding='utf-8'?>",
        "<?xml\n version = '1.0'\tencoding = 'Utf-8' standalone='yes' ?>\r\n",
        "<?xml version='1.0' standalone='yes'?> ",
        "<?xml version='1.0' standalone = \"yes\"\t?> ",
        "<?xml\tversion\n=\r\"1.0\"\n?>",
        "<?xml version='1.0' encoding='UTF-8'?>\n\n",
        "<?xml version='1.1'?>",
        "<?xml version='1.2'?>",
        "<?xml version='1.9' encoding=\"UTF-8\"?>",
        "<?xml version=\"1.10\"?>",
        "<?xml version='1.00'?>",
        "<?xml version='1.0123456789'?>"
      })
  void allows_a_declaration_at_the_start(String declaration) {
    assertThat(Parsed.of(declaration + "<a>").header().name()).isEqualTo("a");
  }

  /** XML 1.0, section 2.8: a version 1.x does not change what is allowed. */
  @Test
  void reads_any_version_as_1_0() {
    Parsed later = Parsed.of("<?xml version='1.1'?><s><a>\u0085\u2028</a><a>&#1;</a></s>");

    assertThat(later.elementsBefore()).hasSize(1);
    assertThat(later.elementsBefore().get(0).text()).isEqualTo("\u0085\u2028");
    assertThat(later.condition()).isEqualTo(StreamParseException.Condition.NOT_WELL_FORMED);
  }

  /** X35, Q03: white space between stanzas, without limit and without memory. */
  @Tag("Q03")
  @Tag("X35")
  @Test
  void skips_white_space_between_stanzas() {
    String space = " \t\r\n".repeat(100_000);
    Parsed parsed =
        Parsed.of(
            XmlLimits.beforeAuthentication(),
            space + HEADER + space + "<a/>" + space + "<b/>" + space);

    assertThat(parsed.elements()).containsExactly(Element.of("a", CLIENT), Element.of("b", CLIENT));
  }

  /** X38: elements with a meaning at stream level have none inside a stanza. */
  @Tag("X38")
  @ParameterizedTest
  @ValueSource(strings = {"stream", "features", "error"})
  void elements_of_the_streams_namespace_inside_a_stanza_are_inert(String name) {
    String inner = "<message/><stream:stream><iq/></stream:stream>";
    for (String tag : List.of("stream:" + name, name, "x:" + name)) {
      String declarations = " xmlns='" + STREAMS + "' xmlns:x='" + STREAMS + "'";
      Parsed parsed =
          Parsed.inStream(
              "<iq><" + tag + declarations + ">" + inner + "</" + tag + "></iq><message/>");

      assertThat(parsed.events()).hasSize(3);
      assertThat(parsed.closed()).isFalse();
      Element nested = parsed.elements().get(0).child(name, STREAMS);
      assertThat(nested).isNotNull();
      assertThat(parsed.elements().get(1)).isEqualTo(Element.of("message", CLIENT));
    }
  }

  /** X39 applies to this one name only. */
  @Tag("X39")
  @Test
  void other_streams_of_the_root_are_no_headers() {
    assertThat(Parsed.inStream("<stream/>").element()).isEqualTo(Element.of("stream", CLIENT));
    assertThat(Parsed.inStream("<stream:features/>").element())
        .isEqualTo(Element.of("features", STREAMS));
  }

  /** X40, X42, X50: unknown things are kept with exact names. */
  @Tag("X40")
  @Tag("X42")
  @Tag("X50")
  @Test
  void keeps_unknown_payload() {
    String many = "<y z='1'/>".repeat(500);
    Element element = Parsed.inStream("<q xmlns='urn:x'>" + many + "<message/></q>").element();

    assertThat(element.children("y", "urn:x")).hasSize(500);
    assertThat(element.firstChild())
        .isEqualTo(Element.builder("y", "urn:x").attribute("z", "1").build());
    assertThat(element.child("message", CLIENT)).isNull();
  }

  @Test
  void keeps_mixed_content_in_order() {
    assertThat(Parsed.inStream("<a> x<b/>y<![CDATA[z]]><c/> </a>").element())
        .isEqualTo(
            Element.builder("a", CLIENT)
                .text(" x")
                .child(Element.of("b", CLIENT))
                .text("yz")
                .child(Element.of("c", CLIENT))
                .text(" ")
                .build());
  }

  @Test
  void an_unfinished_stanza_is_not_told() {
    Parsed parsed = Parsed.of((HEADER + "<a/><b><c/>").getBytes(UTF_8));

    assertThat(parsed.elements()).containsExactly(Element.of("a", CLIENT));
  }
}
