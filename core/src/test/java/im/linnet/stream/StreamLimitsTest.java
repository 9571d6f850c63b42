package im.linnet.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.StreamHeader;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S30")
@Timeout(120)
class StreamLimitsTest {

  private static final String NAMESPACE = "urn:xmpp:stream-limits:0";

  private static Element limits(Element... values) {
    ElementBuilder limits = Element.builder("limits", NAMESPACE);
    for (Element value : values) {
      limits.child(value);
    }
    return limits.build();
  }

  private static Element value(String name, String text) {
    return Element.builder(name, NAMESPACE).text(text).build();
  }

  private static StreamLimits read(Element... offered) {
    ElementBuilder features = Element.builder("features", StreamHeader.STREAMS_NAMESPACE);
    for (Element feature : offered) {
      features.child(feature);
    }
    return StreamLimits.of(new Features(features.build()));
  }

  private static void assertNone(StreamLimits limits) {
    assertThat(limits.maxBytes()).isNull();
    assertThat(limits.idle()).isNull();
  }

  @Test
  void reads_both() {
    StreamLimits limits = read(limits(value("max-bytes", "262144"), value("idle-seconds", "840")));
    assertThat(limits.maxBytes()).isEqualTo(262_144);
    assertThat(limits.idle()).isEqualTo(Duration.ofMinutes(14));
    assertThat(limits).hasToString("StreamLimits[maxBytes=262144, idle=PT14M]");
  }

  @Test
  void reads_one_without_the_other() {
    assertThat(read(limits(value("max-bytes", "1"))).maxBytes()).isEqualTo(1);
    assertThat(read(limits(value("max-bytes", "1"))).idle()).isNull();
    assertThat(read(limits(value("idle-seconds", "1"))).idle()).isEqualTo(Duration.ofSeconds(1));
    assertThat(read(limits(value("idle-seconds", "1"))).maxBytes()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"' 10000\n', 10000", "0010000, 10000", "9223372036854775807, 9223372036854775807"})
  void reads_what_is_a_number_all_the_same(String text, long number) {
    StreamLimits limits = read(limits(value("max-bytes", text), value("idle-seconds", text)));
    assertThat(limits.maxBytes()).isEqualTo(number);
    assertThat(limits.idle()).isEqualTo(Duration.ofSeconds(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "000",
        "-1",
        "+1",
        "1.5",
        "1e4",
        "0x10",
        "1 0",
        "10000 bytes",
        "١٠٠٠٠",
        "９",
        "NaN",
        "9223372036854775808",
        "99999999999999999999999999"
      })
  void ignores_what_is_none(String text) {
    assertNone(read(limits(value("max-bytes", text), value("idle-seconds", text))));
  }

  @Test
  void ignores_a_value_that_is_not_text_alone() {
    Element value =
        Element.builder("max-bytes", NAMESPACE)
            .text("1")
            .child(Element.of("x", NAMESPACE))
            .text("0")
            .build();
    assertNone(read(limits(value)));
  }

  @Test
  void ignores_what_is_there_twice() {
    Element bytes = value("max-bytes", "10000");
    assertNone(read(limits(bytes, bytes)));
    assertNone(read(limits(bytes), limits(bytes)));
    assertThat(read(limits(bytes, bytes, value("idle-seconds", "60"))).idle())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void knows_none_where_none_are_announced() {
    assertNone(StreamLimits.of(Features.none()));
    assertNone(read(limits()));
    assertNone(read(Element.of("limits", "urn:xmpp:stream-limits:1")));
    assertNone(read(limits(Element.builder("max-bytes", "urn:other").text("10000").build())));
  }
}
