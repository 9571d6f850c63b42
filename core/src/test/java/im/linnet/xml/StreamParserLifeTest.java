package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls in each state: pausing, failing, closing; row X52. */
@Tag("X52")
class StreamParserLifeTest {

  private final List<String> told = new ArrayList<>();
  private Consumer<String> onEvent = event -> {};

  private final StreamParser parser =
      new StreamParser(
          XmlLimits.session(),
          new StreamEvents() {
            @Override
            public void streamOpened(StreamHeader header) {
              tell("opened " + header.name());
            }

            @Override
            public void element(Element element) {
              tell(element.name());
            }

            @Override
            public void streamClosed() {
              tell("closed");
            }
          });

  private void tell(String event) {
    told.add(event);
    onEvent.accept(event);
  }

  private int feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return parser.feed(bytes, 0, bytes.length);
  }

  @Test
  void pause_returns_after_the_byte_that_ended_the_event() {
    onEvent = event -> parser.pause();
    String text = "<s> <a>x</a><b/></s> ";

    assertThat(feed(text)).isEqualTo("<s>".length());
    assertThat(feed(text.substring(3))).isEqualTo(" <a>x</a>".length());
    assertThat(told).containsExactly("opened s", "a");
    assertThat(parser.position()).isEqualTo(12);
    assertThat(feed(text.substring(12))).isEqualTo("<b/>".length());
    assertThat(feed(text.substring(16))).isEqualTo("</s>".length());
    assertThat(feed(" ")).isEqualTo(1);
    assertThat(told).containsExactly("opened s", "a", "b", "closed");
  }

  @Test
  void what_follows_a_pause_is_not_looked_at() {
    onEvent = event -> parser.pause();

    assertThat(feed("<s><proceed/>\u0000\u0001")).isEqualTo(3);
    assertThat(feed("<proceed/>\u0000\u0001")).isEqualTo("<proceed/>".length());
    assertThat(told).containsExactly("opened s", "proceed");
  }

  @Test
  void pausing_counts_once() {
    onEvent =
        event -> {
          if (event.equals("a")) {
            parser.pause();
          }
        };

    assertThat(feed("<s><a/>")).isEqualTo(7);
    assertThat(feed("<b/><c/>")).isEqualTo(8);
  }

  @Test
  void an_empty_root_opens_and_closes_with_one_byte() {
    onEvent = event -> parser.pause();

    assertThat(feed("<s/> ")).isEqualTo(4);
    assertThat(told).containsExactly("opened s", "closed");
  }

  @Test
  void pause_outside_of_an_event_is_refused() {
    assertThatThrownBy(parser::pause).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void feeding_from_within_an_event_is_refused() {
    onEvent =
        event ->
            assertThatThrownBy(() -> feed("<b/>"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("event");

    assertThat(feed("<s><a/>")).isEqualTo(7);
    assertThat(told).containsExactly("opened s", "a");
  }

  @Test
  void after_an_error_nothing_is_read() {
    assertThatThrownBy(() -> feed("<s><a></b><c/>")).isInstanceOf(StreamParseException.class);
    assertThatThrownBy(() -> feed("<c/>")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> feed("")).isInstanceOf(IllegalStateException.class);
    assertThat(told).containsExactly("opened s");
    assertThat(parser.position()).isEqualTo("<s><a></".length());
  }

  @Test
  void an_exception_of_an_event_passes_through_and_ends_the_parser() {
    onEvent =
        event -> {
          throw new UnsupportedOperationException(event);
        };

    assertThatThrownBy(() -> feed("<s>")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> feed("<a/>")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void after_the_end_only_white_space_is_read() {
    feed("<s></s>");

    assertThat(feed(" \r\n\t")).isEqualTo(4);
    assertThatThrownBy(() -> feed("<s>")).isInstanceOf(StreamParseException.class);
    assertThat(told).containsExactly("opened s", "closed");
  }

  @Test
  void takes_empty_ranges_and_refuses_those_out_of_bounds() {
    assertThat(feed("")).isZero();
    assertThat(feed("<s>")).isEqualTo(3);
    assertThatThrownBy(() -> parser.feed(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(feed("<a/>")).isEqualTo(4);
  }

  @Test
  void errors_have_the_names_of_the_rfc() {
    assertThat(StreamParseException.Condition.values())
        .extracting(StreamParseException.Condition::wireName)
        .containsExactly(
            "bad-format",
            "not-well-formed",
            "policy-violation",
            "restricted-xml",
            "unsupported-encoding");
  }
}
