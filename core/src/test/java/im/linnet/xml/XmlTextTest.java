package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.failure.StreamError;
import im.linnet.stanza.StanzaError;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class XmlTextTest {

  private static final String BIRD = "\uD83D\uDC26";

  @Test
  void keeps_a_text_that_is_short_enough() {
    String text = "ab" + BIRD;
    assertThat(XmlText.cut(text, 4)).isSameAs(text);
    assertThat(XmlText.shortened(text, 4)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 2", "3, 2", "4, 4", "5, 4", "6, 6", "7, 7"})
  void never_cuts_a_character_in_two(int max, int length) {
    String text = "ab" + BIRD + BIRD + "cd";
    assertThat(XmlText.cut(text, max)).isEqualTo(text.substring(0, length));
    assertThat(XmlText.shortened(text, max)).isEqualTo(text.substring(0, length) + "…");
  }

  @Test
  void puts_a_mark_in_the_place_of_what_xml_forbids() {
    assertThat(XmlText.allowed("\u001b[31m red \u0000\uFFFE"))
        .isEqualTo("\uFFFD[31m red \uFFFD\uFFFD");
    assertThat(XmlText.allowed("a\uD83D")).isEqualTo("a\uFFFD");
    assertThat(XmlText.allowed("\uDC26\uD83D" + BIRD)).isEqualTo("\uFFFD\uFFFD" + BIRD);
  }

  @Test
  void keeps_a_text_that_xml_allows() {
    String text = "\t\r\n <&> é " + BIRD + "\uFFFD\uE000\uD7FF";
    assertThat(XmlText.allowed(text)).isSameAs(text);
  }

  /** Any text can be sent, wherever it was cut before. */
  @Test
  void makes_every_text_fit_to_be_sent() {
    Random random = new Random(12);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(
            (char) (random.nextBoolean() ? 0xD7F0 + random.nextInt(0x830) : random.nextInt(0x90)));
      }
      String fit = XmlText.allowed(XmlText.cut(text.toString(), random.nextInt(41)));
      assertThat(Element.of("a", "urn:x", fit).text()).isEqualTo(fit);
    }
  }

  /** The places where a text from a server or an exception is sent. */
  static Stream<Function<String, Element>> senders() {
    return Stream.of(
        text -> StanzaError.of(StanzaError.Condition.FORBIDDEN, text).toElement("jabber:client"),
        text ->
            new StanzaError(
                    StanzaError.Type.WAIT,
                    StanzaError.Condition.GONE,
                    StanzaError.Condition.GONE.wireName(),
                    text,
                    null)
                .toElement("jabber:client"),
        text -> StreamError.of(StreamError.Condition.RESET, text).toElement(),
        text ->
            new StreamError(
                    StreamError.Condition.SEE_OTHER_HOST, "see-other-host", text, text, null)
                .toElement());
  }

  @ParameterizedTest
  @MethodSource("senders")
  void lets_errors_carry_any_words(Function<String, Element> sender) {
    for (String text :
        List.of("\u001b[31m", "\uD83D", "\u0000", BIRD.repeat(2_000), "x".repeat(1023) + BIRD)) {
      String sent = sender.apply(text).toXml();
      assertThat(sent).hasSizeLessThan(2_600);
    }
  }

  @Test
  void passes_an_error_on_that_was_cut_in_the_midst_of_a_character() {
    Element long1 =
        Element.builder("message", "jabber:client")
            .child(
                Element.builder("error", "jabber:client")
                    .child(Element.of("x" + "\uD800\uDC00".repeat(600), StanzaError.NAMESPACE))
                    .child(Element.of("text", StanzaError.NAMESPACE, "x" + BIRD.repeat(600)))
                    .build())
            .build();
    StanzaError error = StanzaError.of(long1);
    assertThat(error.text()).isEqualTo("x" + BIRD.repeat(511));
    assertThat(
            StanzaError.of(
                Element.builder("iq", "jabber:client")
                    .child(error.toElement("jabber:client"))
                    .build()))
        .isEqualTo(error);
  }

  @Test
  void sends_the_defined_condition_where_the_other_is_no_name() {
    StanzaError error =
        new StanzaError(
            StanzaError.Type.WAIT, StanzaError.Condition.GONE, "not a name", null, null);
    assertThat(error.toElement("jabber:client").child("gone", StanzaError.NAMESPACE)).isNotNull();
    StreamError last = new StreamError(StreamError.Condition.RESET, "", "", null, null);
    assertThat(last.toElement().child("reset", StreamError.NAMESPACE)).isNotNull();
  }

  @Test
  void a_refused_text_is_named_by_what_it_is_for() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.builder("a", "urn:x").child("body", "a\u0007"))
        .withMessage("body: U+0007 at index 1 is not allowed in XML 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.builder("a", "urn:x").attribute("id", "\u0007"))
        .withMessage("id: U+0007 at index 0 is not allowed in XML 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.of("a", "urn:\u0007"))
        .withMessage("namespace: U+0007 at index 4 is not allowed in XML 1.0");
  }
}
