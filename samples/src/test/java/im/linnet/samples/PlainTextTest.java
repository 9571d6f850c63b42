package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void keeps_lines_and_drops_the_colours_of_terminals() {
    assertThat(PlainText.of("\u001b[1;31mfailed\u001b[0m\r\n\tat \uD83D\uDC26\n\n"))
        .isEqualTo("failed\n\tat \uD83D\uDC26");
  }

  @Test
  void replaces_what_no_message_can_have() {
    String text = PlainText.of("a\u0000b\u001bc\uFFFEd\uD83De");

    assertThat(text).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    assertThat(Message.chat(Jid.of("romeo@example.com"), text).body()).isEqualTo(text);
  }

  @Test
  void cuts_what_is_too_long_between_characters() {
    String longest = "\uD83D\uDC26".repeat(PlainText.MAX_CHARACTERS);

    assertThat(PlainText.of(longest)).isEqualTo(longest);
    assertThat(PlainText.of(longest + "x")).isEqualTo(longest + "…");
  }
}
