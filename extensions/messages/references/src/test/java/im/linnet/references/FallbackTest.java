package im.linnet.references;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.references.Fallback.Part;
import im.linnet.references.Fallback.Region;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a text are left out. */
@Timeout(60)
class FallbackTest {

  private static final String REPLY = Reply.NAMESPACE;

  private static Message message(String body, String... regions) {
    Message.Builder message =
        Message.of(Element.of("message", Message.NAMESPACE)).toBuilder().body(body);
    for (String region : regions) {
      message.payload(
          Xml.element(
              "<fallback xmlns='urn:xmpp:fallback:0' for='%s'>%s</fallback>"
                  .formatted(REPLY, region)));
    }
    return message.build();
  }

  private static @Nullable String rest(String body, String... regions) {
    return Fallback.body(message(body, regions), REPLY);
  }

  private static String region(String start, String end) {
    return "<body start='%s' end='%s'/>".formatted(start, end);
  }

  @Test
  void the_examples_of_the_specifications() {
    assertThat(rest("> Anna wrote:\n> We should bake a cake\nGreat idea!", region("0", "38")))
        .isEqualTo("Great idea!");
    assertThat(rest("> Anna wrote:\n> Hi, how are you?\nGreat", region("0", "33")))
        .isEqualTo("Great");
  }

  @Test
  void only_what_is_understood_is_left_out() {
    Message message = message("> hi\nho", region("0", "5"));
    assertThat(Fallback.body(message)).isEqualTo("> hi\nho");
    assertThat(Fallback.body(message, "urn:other", "urn:other")).isEqualTo("> hi\nho");
    assertThat(Fallback.body(message, "urn:other", REPLY)).isEqualTo("ho");
    Message unnamed =
        Message.of(
            Xml.element(
                "<message xmlns='jabber:client'><body>hi</body>"
                    + "<fallback xmlns='urn:xmpp:fallback:0'/></message>"));
    assertThat(Fallback.body(unnamed, REPLY, "null", "")).isEqualTo("hi");
    assertThat(unnamed.payload(Fallback.TYPE))
        .isEqualTo(new Fallback(null, Fallback.all("x").regions()));
  }

  @Test
  void a_whole_text() {
    assertThat(rest("hi", "")).isNull();
    assertThat(rest("hi", "<body/>")).isNull();
    assertThat(rest("hi", "<subject/>")).isEqualTo("hi");
    assertThat(rest("", "<body/>")).isEmpty();
    assertThat(Fallback.body(Message.of(Element.of("message", Message.NAMESPACE)), REPLY)).isNull();
    Message subject =
        message("hi", "<subject start='0' end='4'/>").toBuilder().subject("Re: x").build();
    assertThat(Fallback.subject(subject, REPLY)).isEqualTo("x");
    assertThat(Fallback.body(subject, REPLY)).isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, bcdef",
    "5, 6, abcde",
    "1, 5, af",
    "2, 2, abcdef",
    "6, 9, abcdef",
    "3, 4294967295, abc",
    "4294967295, 4294967295, abcdef",
    "0, 6,",
    "0, 99999999999,",
    // Malformed ones do nothing.
    "5, 1, abcdef",
    "-1, 3, abcdef",
    "x, 3, abcdef",
    "'', 3, abcdef",
    "0, '', abcdef",
    "0, 1.5, abcdef",
    "0, 99999999999999999999, abcdef",
    "-9223372036854775808, 9223372036854775807, abcdef"
  })
  void one_region(String start, String end, String rest) {
    assertThat(rest("abcdef", region(start, end))).isEqualTo(rest);
  }

  @Test
  void several_regions_in_any_order_and_overlapping() {
    assertThat(rest("abcdef", region("4", "5") + region("0", "2"))).isEqualTo("cdf");
    assertThat(rest("abcdef", region("1", "4") + region("2", "3"))).isEqualTo("aef");
    assertThat(rest("abcdef", region("1", "4"), region("3", "5"))).isEqualTo("af");
    assertThat(rest("abcdef", region("0", "3") + region("3", "6"))).isNull();
    assertThat(rest("abcdef", region("0", "9"), region("8", "9"))).isNull();
  }

  /** XEP-0426: code points, not UTF-16 units. */
  @Test
  void characters_outside_the_bmp_count_as_one() {
    assertThat(rest("😀😀x😀", region("0", "2"))).isEqualTo("x😀");
    assertThat(rest("😀😀x😀", region("1", "2"))).isEqualTo("😀x😀");
    assertThat(rest("👨‍👨‍👦‍👦!", region("0", "7"))).isEqualTo("!");
    assertThat(rest("👨‍👨!", region("1", "2"))).isEqualTo("👨👨!");
    assertThat(rest("> 😀\nno", region("0", "4"))).isEqualTo("no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<body start='1'/>",
        "<body end='1'/>",
        "<body xmlns='jabber:client' start='0' end='1'/>",
        "<other start='0' end='1'/>",
        "<body start='3' end='1'/><body start='a' end='b'/>"
      })
  void regions_that_cannot_be_read_do_not_make_it_cover_all(String regions) {
    assertThat(rest("abc", regions)).isEqualTo("abc");
    Fallback read = message("abc", regions).payload(Fallback.TYPE);
    assertThat(read).isEqualTo(new Fallback(REPLY, List.of()));
    assertThat(rest("abc", "<body start='0' end='0'/>")).isEqualTo("abc");
  }

  @Test
  void regions_that_cover_nothing_are_left_out() {
    Fallback read = requireNonNull(message("abc", region("3", "3")).payload(Fallback.TYPE));
    assertThat(read.regions()).isEmpty();
    assertThat(Fallback.of(read.toElement())).isEqualTo(read);
  }

  @Test
  void what_is_written_is_read() {
    for (Fallback fallback :
        List.of(
            Fallback.all(REPLY),
            Fallback.before(REPLY, "> 😀\n"),
            new Fallback(null, List.of(Region.whole(Part.SUBJECT))),
            new Fallback(REPLY, List.of(new Region(Part.BODY, 1, 5), Region.whole(Part.BODY))))) {
      assertThat(Fallback.of(fallback.toElement())).isEqualTo(fallback);
    }
    assertThat(Fallback.before(REPLY, "> 😀\n").toElement())
        .isEqualTo(
            Xml.element(
                "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>"
                    + "<body start='0' end='4'/></fallback>"));
    assertThat(Fallback.all(REPLY).toElement())
        .isEqualTo(Xml.element("<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/>"));
    assertThat(
            Fallback.body(
                message("abc").toBuilder().payload(new Fallback(REPLY, List.of())).build(), REPLY))
        .isEqualTo("abc");
  }

  @Test
  void malformed_values() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Region(Part.BODY, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Region(Part.BODY, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Fallback.of(Xml.element("<fallback/>")));
  }

  /** Against a plain reading of the rule: a code point stays if no region covers it. */
  @Test
  void any_regions_of_any_text() {
    Random random = new Random(428);
    for (int run = 0; run < 2000; run++) {
      int[] text =
          random
              .ints(random.nextInt(12), 0, 3)
              .map(i -> "a😀é".codePoints().toArray()[i])
              .toArray();
      boolean[] covered = new boolean[text.length];
      StringBuilder regions = new StringBuilder("<body start='0' end='0'/>");
      for (int i = random.nextInt(5); i > 0; i--) {
        int start = random.nextInt(14);
        int end = random.nextInt(14);
        regions.append(region("" + start, "" + end));
        for (int at = start; at < Math.min(end, text.length); at++) {
          covered[at] = true;
        }
      }
      StringBuilder expected = new StringBuilder();
      for (int at = 0; at < text.length; at++) {
        if (!covered[at]) {
          expected.appendCodePoint(text[at]);
        }
      }
      String body = new String(text, 0, text.length);
      String rest = rest(body, regions.toString());
      assertThat(rest == null ? "" : rest)
          .as("%s of %s", regions, body)
          .isEqualTo(expected.toString());
    }
  }

  @Tag("Q17")
  @Test
  void many_regions_of_a_long_text_take_no_time() {
    StringBuilder regions = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      regions.append(region("" + i * 2, "" + (i * 2 + 1)));
    }
    String body = "😀".repeat(100_000);
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String rest = rest(body, regions.toString(), regions.toString());
          // Only so many count.
          assertThat(rest).hasSize(body.length() - 2 * Fallback.MAX_REGIONS);
        });
  }
}
