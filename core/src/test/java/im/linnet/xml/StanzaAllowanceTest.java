package im.linnet.xml;

import static im.linnet.xml.StreamParseException.Condition.POLICY_VIOLATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some stanzas may be larger than others; the allowance is not called for the rest. */
class StanzaAllowanceTest {

  private static final int[] CHUNKS = {1, 7, 33, 150, 1000, Integer.MAX_VALUE};

  private final List<Element> asked = new ArrayList<>();
  private final XmlLimits limits = XmlLimits.session().withStanzaBytes(1000).withTextBytes(500);

  /**
   * The result, with 3,000 bytes allowed for elements named large; the same for all chunk sizes.
   */
  private Parsed parse(String content) {
    byte[] bytes = (Parsed.HEADER + content).getBytes(UTF_8);
    asked.clear();
    Parsed first = parse(bytes, CHUNKS[0]);
    List<Element> askedFirst = List.copyOf(asked);
    for (int chunk : CHUNKS) {
      asked.clear();
      assertThat(parse(bytes, chunk)).as("in chunks of %d", chunk).isEqualTo(first);
      assertThat(asked).as("in chunks of %d", chunk).isEqualTo(askedFirst);
    }
    return first;
  }

  private Parsed parse(byte[] bytes, int chunk) {
    Parsed.Recorder recorder = new Parsed.Recorder();
    StreamParser parser = new StreamParser(limits, recorder);
    parser.allowance(
        start -> {
          asked.add(start);
          return "large".equals(start.attribute("kind")) ? 3000 : 0;
        });
    try {
      for (int at = 0; at < bytes.length; at += chunk) {
        int length = Math.min(chunk, bytes.length - at);
        assertThat(parser.feed(bytes, at, length)).isEqualTo(length);
        if (chunk == Integer.MAX_VALUE) {
          break;
        }
      }
      return new Parsed(recorder.events, null, -1, "");
    } catch (StreamParseException e) {
      return new Parsed(
          recorder.events, e.condition(), e.byteOffset(), String.valueOf(e.getMessage()));
    }
  }

  private static String ofBytes(int bytes, String kind) {
    String start = "<iq kind='" + kind + "'>";
    String items = "<item/>".repeat((bytes - start.length() - 5) / 7);
    String spaces = " ".repeat(bytes - start.length() - items.length() - 5);
    return start + items + spaces + "</iq>";
  }

  @Test
  void nobody_is_asked_about_what_the_limits_allow() {
    String stanzas = ofBytes(1000, "large") + ofBytes(999, "small") + "<message/>";
    assertThat(parse(stanzas.repeat(3)).elements()).hasSize(9);
    assertThat(asked).isEmpty();
  }

  @Test
  void what_is_allowed_may_be_so_large_and_no_larger() {
    Parsed parsed = parse(ofBytes(3000, "large") + ofBytes(1001, "large") + "<message/>");
    assertThat(parsed.elements()).hasSize(3);
    assertThat(asked).hasSize(2);

    Parsed refused = parse(ofBytes(3000, "large") + ofBytes(3001, "large") + "<message/>");
    assertThat(refused.elementsBefore()).hasSize(1);
    assertThat(refused.condition()).isEqualTo(POLICY_VIOLATION);
    assertThat(refused.offset()).isEqualTo(Parsed.HEADER.length() + 6000);
    assertThat(refused.message()).endsWith("a <iq/> of more than 3000 bytes");
    assertThat(asked).as("once each").hasSize(2);
  }

  @Test
  void what_is_not_allowed_ends_at_the_limit_and_the_limit_is_named() {
    Parsed refused = parse(ofBytes(2000, "large") + ofBytes(1001, "small"));
    assertThat(refused.elementsBefore()).hasSize(1);
    assertThat(refused.offset()).isEqualTo(Parsed.HEADER.length() + 3000);
    assertThat(refused.message())
        .endsWith("a <iq/> of more than 1000 bytes (XmlLimits.stanzaBytes)");
  }

  @Test
  void it_is_known_by_its_start_tag() {
    String start = "<p:iq xmlns:p='urn:p' kind='large' p:id='1' xml:lang='de'>";
    parse(start + "<item/>".repeat(200) + "</p:iq>");
    assertThat(asked)
        .containsExactly(
            Element.builder("iq", "urn:p")
                .attribute("kind", "large")
                .attribute("urn:p", "id", "1")
                .lang("de")
                .build());
    assertThat(asked.get(0).lang()).isEqualTo("de");
  }

  @Test
  void a_start_tag_alone_may_not_be_larger() {
    Parsed refused = parse("<iq kind='large' " + " ".repeat(1000) + "/>");
    assertThat(refused.condition()).isEqualTo(POLICY_VIOLATION);
    assertThat(refused.message())
        .endsWith("a stanza of more than 1000 bytes (XmlLimits.stanzaBytes)");
    assertThat(parse("<iq kind='large' a='" + "x".repeat(501) + "'/>").message())
        .contains("XmlLimits.textBytes");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a>%s</a>",
        "<a>&amp;%s&amp;</a>",
        "<a>\u00e9%s</a>",
        "<a><![CDATA[%s]]></a>",
        "<a>x<![CDATA[%s]]>&#65;</a>",
        "<a b='%s'/>",
        "<a b='&lt;%s' c=''/>",
        "<a xmlns='%s'/>",
        "<a>]%s</a>",
        "%s"
      })
  void a_text_or_value_in_it_may_be_as_large(String around) {
    String large = around.formatted("x".repeat(2800));
    Parsed parsed = parse("<iq kind='large'>" + large + "</iq><iq kind='large'/>");
    assertThat(parsed.elements()).hasSize(2);
    assertThat(asked).hasSize(1);

    assertThat(parse("<iq kind='small'>" + large + "</iq>").message())
        .endsWith("a text or attribute value of more than 500 bytes (XmlLimits.textBytes)");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_larger_text_leaves_the_limit_of_the_next_stanza_as_it_was() {
    String text = "<a>" + "x".repeat(600) + "</a>";
    Parsed refused =
        parse("<iq kind='large'>" + text + text + "</iq><m>" + text.repeat(2) + "</m>");
    assertThat(refused.elementsBefore()).hasSize(1);
    assertThat(refused.condition()).isEqualTo(POLICY_VIOLATION);
    assertThat(asked).hasSize(2);
  }

  @Test
  void other_limits_hold_in_it() {
    String deep = "<iq kind='large'>" + "<a>".repeat(400);
    assertThat(parse(deep).message()).endsWith("elements more than 128 deep (XmlLimits.depth)");
    String name = "<iq kind='large'>" + "<item/>".repeat(200) + "<" + "n".repeat(1025) + "/>";
    assertThat(parse(name).message())
        .endsWith("a name of more than 1024 bytes (XmlLimits.nameBytes)");
  }

  @Test
  void no_more_than_the_limit_is_no_more() {
    Parsed.Recorder recorder = new Parsed.Recorder();
    StreamParser parser = new StreamParser(limits, recorder);
    parser.allowance(start -> Integer.MIN_VALUE);
    byte[] bytes = ("<s>" + ofBytes(1001, "large")).getBytes(UTF_8);
    StreamParseException refused =
        catchThrowableOfType(StreamParseException.class, () -> parser.feed(bytes, 0, bytes.length));
    assertThat(refused.byteOffset()).isEqualTo(3 + 1000);
  }
}
