package im.linnet.xml;

import static im.linnet.xml.StreamParseException.Condition.POLICY_VIOLATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each limit: just met, and exceeded by one; rows X18, X44 to X48, Q01, Q02. */
class StreamParserLimitsTest {

  private static final XmlLimits LIMITS = XmlLimits.session();
  private static final int ROOT = "<s>".length();

  private static void assertAccepted(XmlLimits limits, String document) {
    Parsed.of(limits, document).assertAccepted();
  }

  private static void assertRefused(XmlLimits limits, String document, long at) {
    Parsed parsed = Parsed.of(limits, document);
    assertThat(parsed.condition()).as(parsed.message()).isEqualTo(POLICY_VIOLATION);
    assertThat(parsed.offset()).as(parsed.message()).isEqualTo(at);
  }

  private static String numbered(int count, String each) {
    return IntStream.range(0, count)
        .mapToObj(i -> each.replace("#", String.valueOf(i)))
        .collect(Collectors.joining());
  }

  @Tag("Q01")
  @Test
  void stanza_bytes() {
    XmlLimits limits = LIMITS.withStanzaBytes(20);
    String twenty = "<a>0123456789012</a>";

    assertAccepted(limits, "<s>" + twenty.repeat(3) + " ".repeat(30) + twenty + "</s>");
    assertRefused(limits, "<s>" + twenty + twenty.replace("0", "00"), ROOT + 40);
    assertRefused(limits, "<s><a>" + "<b/>".repeat(10), ROOT + 20);
    assertAccepted(limits, "<s>" + " ".repeat(40) + "<a/>");
  }

  @Tag("Q02")
  @Test
  void header_bytes() {
    XmlLimits limits = LIMITS.withStanzaBytes(20);

    assertAccepted(limits, "<s a='1234567890' />");
    assertRefused(limits, "<s a='12345678901' />", 20);
    assertRefused(limits, "<?xml version='1.0'?>", 20);
    assertRefused(XmlLimits.beforeAuthentication(), "<s " + " ".repeat(70_000) + ">", 64 * 1024);
  }

  /** X18: endless input exceeds the limit of a stanza. */
  @Tag("X18")
  @Test
  void what_never_ends() {
    XmlLimits limits = LIMITS.withStanzaBytes(1000);
    String endless = "0".repeat(1100);

    for (String start : new String[] {"<a>&#", "<a><![CDATA[", "<a b='", "<a ", "<a>", "<a>&x"}) {
      assertRefused(
          limits, "<s>" + start + (start.equals("<a ") ? " ".repeat(1100) : endless), ROOT + 1000);
    }
  }

  @Tag("X44")
  @Test
  void depth() {
    XmlLimits limits = LIMITS.withDepth(3);

    assertAccepted(limits, "<s><a><b><c/></b></a><a><b><c>x</c></b></a></s>");
    assertRefused(limits, "<s><a><b><c><d", ROOT + 10);
  }

  /** X44: the depth limit of a session, and operations on an element of that depth. */
  @Tag("X44")
  @Test
  void depth_of_a_session() {
    Element deep = Parsed.of("<s>" + "<a>".repeat(128) + "</a>".repeat(128)).element();

    assertThat(deep.depth()).isEqualTo(128);
    assertThat(deep)
        .isEqualTo(deep.toBuilder().build())
        .hasSameHashCodeAs(deep.toBuilder().build());
    assertThat(deep.toString()).isNotEmpty();
    assertRefused(LIMITS, "<s>" + "<a>".repeat(129), ROOT + 3 * 128 + 1);
    assertRefused(LIMITS, "<s>" + "<a>".repeat(10_000), ROOT + 3 * 128 + 1);
    XmlLimits deepest = LIMITS.withDepth(Element.MAX_DEPTH);
    assertAccepted(deepest, "<s>" + "<a>".repeat(512) + "</a>".repeat(512));
  }

  /** X45: attributes. */
  @Tag("X45")
  @Test
  void attributes() {
    String most = numbered(256, " a#=''");

    assertThat(Parsed.of("<s><a xmlns:p='u'" + most + "/>").element().attributes()).hasSize(256);
    assertRefused(LIMITS, "<s><a" + most + " b=''/>", ROOT + 2 + most.length() + 2);
    assertAccepted(LIMITS.withAttributes(1), "<s a='1'><b c='1'/><b c='1'/></s>");
    assertRefused(LIMITS.withAttributes(1), "<s a='1' b='1'>", "<s a='1' b".length());
  }

  /** X46: declarations, on one element and on all open ones. */
  @Tag("X46")
  @Test
  void namespace_declarations() {
    String most = numbered(256, " xmlns:p#='u'");

    assertAccepted(LIMITS, "<s>" + ("<a" + most + "><b/></a>").repeat(3));
    assertRefused(LIMITS, "<s><a" + most + " xmlns='u'/>", ROOT + 2 + most.length() + 6);
    XmlLimits three = LIMITS.withNamespaceDeclarations(3);
    assertAccepted(three, "<s xmlns:p='u'>" + "<p:a xmlns='v'><p:b xmlns='w'/></p:a>".repeat(9));
    String outer = "<s xmlns:p='u'><p:a xmlns='v'><p:b xmlns='w'><b xmlns";
    assertRefused(three, outer + "='x'/>", outer.length());
  }

  @Tag("X48")
  @Test
  void name_bytes() {
    XmlLimits limits = LIMITS.withNameBytes(4);

    assertAccepted(limits, "<s><abcd abé='1' abc='2'/></s>");
    assertRefused(limits, "<s><abcde/>", ROOT + 5);
    assertRefused(limits, "<s><a abcé='1'/>", ROOT + 3 + 4);
    assertRefused(limits, "<s><a abcde='1'/>", ROOT + 3 + 4);
    assertRefused(limits, "<abcde/>", 5);
    String longest = "n".repeat(1024);
    assertAccepted(LIMITS, "<s><" + longest + "/>");
    assertRefused(LIMITS, "<s><" + longest + "n/>", ROOT + 1 + 1024);
  }

  @Test
  void text_bytes() {
    XmlLimits limits = LIMITS.withTextBytes(4);

    for (String text :
        new String[] {"abcd", "ab\r\nd", "&#x41;bcd", "éé", "\uD83D\uDE00", "]]]]"}) {
      assertAccepted(limits, "<s><a>" + text + "</a>");
      assertAccepted(limits, "<s><a><![CDATA[" + text.replace("&#x41;", "a") + "]]></a>");
      assertAccepted(limits, "<s><a b='" + text + "'/>");
    }
    assertAccepted(limits, "<s><a>abcd<b/>abcd</a>");
    assertRefused(limits, "<s><a>abcde</a>", ROOT + 3 + 4);
    assertRefused(limits, "<s><a>abc&lt;&gt;</a>", ROOT + 3 + 10);
    assertRefused(limits, "<s><a>abcé</a>", ROOT + 3 + 4);
    assertRefused(limits, "<s><a>ab<![CDATA[cde]]></a>", ROOT + 3 + 2 + 9 + 2);
    assertRefused(limits, "<s><a b='abcde'/>", ROOT + 6 + 4);
    assertRefused(limits, "<s><a>abc&#233;</a>", ROOT + 3 + 8);
  }

  /** X48: the largest value of each kind is read, from all chunk sizes. */
  @Tag("X48")
  @Test
  void the_largest_text_value_and_cdata() {
    String text = "x".repeat(1024 * 1024 - 100);

    assertThat(Parsed.of("<s><a>" + text + "</a>").element().text()).hasSameSizeAs(text);
    assertThat(Parsed.of("<s><a><![CDATA[" + text + "]]></a>").element().text())
        .hasSameSizeAs(text);
    assertThat(Parsed.of("<s><a b='" + text + "'/>").element().attribute("b")).hasSameSizeAs(text);
  }

  @Test
  void new_limits_count_from_the_next_child_of_the_root() {
    Parsed.Recorder recorder = new Parsed.Recorder();
    StreamParser parser = new StreamParser(LIMITS.withStanzaBytes(10), recorder);
    byte[] first = "<s><a>12".getBytes(UTF_8);
    byte[] rest = "3</a><a>1234567</a>".getBytes(UTF_8);

    parser.feed(first, 0, first.length);
    parser.limits(LIMITS.withStanzaBytes(14));
    parser.feed(rest, 0, rest.length);

    assertThat(recorder.events).hasSize(3);
  }

  @Test
  void refuses_limits_out_of_range() {
    assertThatThrownBy(() -> LIMITS.withStanzaBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stanzaBytes: 0 (expected: >= 1)");
    assertThatThrownBy(() -> LIMITS.withDepth(Element.MAX_DEPTH + 1))
        .hasMessage("depth: 513 (expected: <= 512)");
  }
}
