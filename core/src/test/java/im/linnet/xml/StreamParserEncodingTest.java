package im.linnet.xml;

import static im.linnet.xml.StreamParseException.Condition.BAD_FORMAT;
import static im.linnet.xml.StreamParseException.Condition.NOT_WELL_FORMED;
import static im.linnet.xml.StreamParseException.Condition.UNSUPPORTED_ENCODING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.StreamParseException.Condition;
import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only UTF-8 is accepted: the U rows of the catalogue. */
class StreamParserEncodingTest {

  /** Bytes in hexadecimal, as characters of ISO 8859-1. */
  private static String raw(String hex) {
    return new String(HexFormat.of().parseHex(hex.replace(" ", "")), ISO_8859_1);
  }

  private static Parsed parse(String content) {
    return Parsed.of((Parsed.HEADER + content).getBytes(ISO_8859_1));
  }

  private static void assertRefused(Condition condition, String content) {
    Parsed parsed = parse("<ok/>" + content);
    assertThat(parsed.condition()).as(content + ": " + parsed.message()).isEqualTo(condition);
    assertThat(parsed.elementsBefore()).containsExactly(Element.of("ok", "jabber:client"));
  }

  /** U01: a byte order mark. */
  @Tag("U01")
  @Test
  void refuses_a_byte_order_mark_but_keeps_its_character_in_text() {
    Parsed parsed = Parsed.of("\uFEFF<a>");

    assertThat(parsed.condition()).isEqualTo(NOT_WELL_FORMED);
    assertThat(parsed.offset()).isZero();
    assertThat(Parsed.of("<s>\uFEFF").condition()).isEqualTo(BAD_FORMAT);
    assertThat(Parsed.of("<s><a>\uFEFF</a>").element().text()).isEqualTo("\uFEFF");
  }

  /** U03: other encodings. */
  @Tag("U03")
  @Test
  void refuses_other_encodings() {
    for (String document : new String[] {"<?xml version='1.0'?><a/>", "<a/>"}) {
      for (Charset charset :
          new Charset[] {
            UTF_16BE,
            UTF_16LE,
            Charset.forName("UTF-16"),
            Charset.forName("UTF-32BE"),
            Charset.forName("UTF-32LE"),
            Charset.forName("IBM037")
          }) {
        assertThat(Parsed.of(document.getBytes(charset)).condition())
            .as("%s in %s", document, charset)
            .isEqualTo(UNSUPPORTED_ENCODING);
      }
    }
    assertThat(Parsed.of(raw("FF FE 3C 00").getBytes(ISO_8859_1)).condition())
        .isEqualTo(UNSUPPORTED_ENCODING);
  }

  /** U04 to U06, U08, U14: bad UTF-8 at every place. */
  @Tag("U04")
  @Tag("U05")
  @Tag("U06")
  @Tag("U08")
  @Tag("U14")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "BF",
        "C0 80",
        "C1 BF",
        "E0 80 BC",
        "E0 9F BF",
        "F0 80 80 BC",
        "F0 8F BF BF",
        "ED A0 80",
        "ED BF BF",
        "ED A0 BD ED B8 80",
        "F4 90 80 80",
        "F5 80 80 80",
        "F8 88 80 80 80",
        "FC",
        "FE",
        "FF",
        "EB 3C 3E",
        "F0 9F 3C",
        "C3 22",
        "C3 27",
        "C3 C3 A9",
        "E2 82 3E",
        "E2 82",
        "F0 9F 98",
        "C2"
      })
  void refuses_bad_utf8_at_every_place(String hex) {
    String bad = raw(hex);
    for (String around :
        new String[] {
          "<a>x%s</a>",
          "<a>é%s</a>",
          "<a b='%s'/>",
          "<a b=\"x%s\"/>",
          "<a><![CDATA[%s]]></a>",
          "<a%s></a>",
          "<%s/>",
          "<p:%s/>",
          "<a b%s=''/>",
          "<a %s=''/>",
          "<a xmlns='%s'/>",
          "<a xmlns:p='u%s'/>",
          "<a xmlns:p%s='u'/>",
          "<a>&x%s;</a>"
        }) {
      String utf8 = new String(around.getBytes(UTF_8), ISO_8859_1);
      assertRefused(UNSUPPORTED_ENCODING, utf8.formatted(bad));
    }
  }

  /** U14: in an end tag the first byte that differs from the open element's name is refused. */
  @Tag("U14")
  @ParameterizedTest
  @ValueSource(strings = {"80", "C3 3E", "EB 3C 3E", "FF", "C0 80"})
  void refuses_bad_utf8_in_an_end_tag(String hex) {
    for (String around : new String[] {"<a></a%s>", "<a></%s>"}) {
      Parsed parsed = parse(around.formatted(raw(hex)));
      assertThat(parsed.condition()).isIn(UNSUPPORTED_ENCODING, NOT_WELL_FORMED);
      assertThat(parsed.offset()).isEqualTo(Parsed.HEADER.length() + around.indexOf('%'));
    }
    String name = raw("C3 A9");
    assertRefused(UNSUPPORTED_ENCODING, "<" + name + "></" + raw("C3") + ">");
  }

  /** U04, U08: outside of stanzas, too. */
  @Tag("U04")
  @Tag("U08")
  @ParameterizedTest
  @ValueSource(strings = {"80", "C0 80", "ED A0 80", "FF", "EB 3C 3E", "C3 20"})
  void refuses_bad_utf8_between_stanzas(String hex) {
    assertRefused(UNSUPPORTED_ENCODING, raw(hex));
    assertRefused(UNSUPPORTED_ENCODING, " " + raw(hex));
  }

  /** X15: the two noncharacters at the end of the basic plane. */
  @Tag("X15")
  @ParameterizedTest
  @CsvSource({"EF BF BE", "EF BF BF"})
  void refuses_non_characters(String hex) {
    for (String around :
        new String[] {"<a>%s</a>", "<a>" + raw("C3 A9") + "%sxx</a>", "<a b='%s'/>", "<a%s/>"}) {
      assertRefused(NOT_WELL_FORMED, around.formatted(raw(hex)));
    }
    assertRefused(NOT_WELL_FORMED, "<a><![CDATA[" + raw(hex) + "]]></a>");
  }

  /** U08: the refused byte is the one that is not part of the sequence. */
  @Tag("U08")
  @Test
  void says_which_byte_broke_a_sequence() {
    Parsed parsed = parse("<a>" + raw("F0 9F") + "</a>");

    assertThat(parsed.offset()).isEqualTo(Parsed.HEADER.length() + 5);
  }

  /** U09: a sequence that never ends is not reported. */
  @Tag("U09")
  @Test
  void tells_nothing_of_a_sequence_cut_off() {
    assertThat(parse("<a>" + raw("F0 9F 98")).elements()).isEmpty();
  }

  /** U11: every character of XML is read, in text and in a value, from all chunk sizes. */
  @Tag("U11")
  @Test
  void every_character_comes_through() {
    int count = 0;
    for (int from = 0; from < 0x110000; from += 0x4000) {
      StringBuilder all = new StringBuilder();
      for (int c = from; c < from + 0x4000; c++) {
        if (XmlChars.isChar(c)) {
          all.appendCodePoint(c);
          count++;
        }
      }
      String text = all.toString();
      String markup =
          text.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\r", "&#13;");
      String value = markup.replace("\"", "&quot;").replace("\t", "&#9;").replace("\n", "&#10;");
      Element element = Parsed.of("<s><a b=\"" + value + "\">" + markup + "</a>").element();
      assertThat(element.text().equals(text)).as("text from U+%04X", from).isTrue();
      assertThat(text.equals(element.attribute("b"))).as("value from U+%04X", from).isTrue();
    }
    assertThat(count).isEqualTo(0x110000 - 2048 - 29 - 2);
  }

  /** U11: the same as references. */
  @Tag("U11")
  @Test
  void every_character_can_be_referred_to() {
    StringBuilder markup = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 61) {
      if (XmlChars.isChar(c)) {
        expected.appendCodePoint(c);
        markup.append(c % 2 == 0 ? "&#" + c + ";" : "&#x" + Integer.toHexString(c) + ";");
      }
    }

    String text = Parsed.of("<s><a>" + markup + "</a>").element().text();
    assertThat(text.equals(expected.toString())).isTrue();
  }

  /** U15: the place of the bytes in an array makes no difference; the fixture shifts each chunk. */
  @Tag("U15")
  @Test
  void one_byte_arrays_and_slices_read_the_same() {
    byte[] document = "<s><a b='é'>\uD83D\uDE00</a></s>".getBytes(UTF_8);
    byte[] inMiddle = new byte[document.length + 100];
    System.arraycopy(document, 0, inMiddle, 50, document.length);
    Parsed.Recorder recorder = new Parsed.Recorder();

    int read = new StreamParser(XmlLimits.session(), recorder).feed(inMiddle, 50, document.length);

    assertThat(read).isEqualTo(document.length);
    assertThat(recorder.events).isEqualTo(Parsed.of(document).events());
  }
}
