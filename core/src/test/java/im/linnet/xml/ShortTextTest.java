package im.linnet.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text that is not decoded here is not refused either: the index shows where {@link CharacterData}
 * begins.
 */
final class ShortTextTest {

  private final ShortText text = new ShortText();

  @ParameterizedTest
  @ValueSource(
      strings = {"é", "Ж€", "a😀b", "\uD7FF\uE000\uFFFD", "x > y\té\n", "\u0080\u07FF\u0800"})
  void decodes_up_to_the_next_tag(String expected) {
    byte[] bytes = (expected + "<").getBytes(UTF_8);
    assertThat(text.read(bytes, 0, bytes.length)).isEqualTo(bytes.length - 1);
    assertThat(text.text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "]", "\r", "\u0001", "<"})
  void stops_before_what_does_not_stand_for_itself(String special) {
    byte[] bytes = ("é" + special + "é<").getBytes(UTF_8);
    assertThat(text.read(bytes, 0, bytes.length)).isEqualTo(2);
    assertThat(text.text()).isEqualTo("é");
  }

  /** Bytes as Latin characters: cut short, overlong, a surrogate, beyond Unicode, no character. */
  @ParameterizedTest
  @CsvSource({
    "Ã<",
    "Ã",
    "â\u0082<",
    "â\u0082",
    "ð\u009F\u0098<",
    "ð\u009F\u0098",
    "À\u0080<",
    "à\u0080\u0080<",
    "í\u00A0\u0080<",
    "ô\u0090\u0080\u0080<",
    "ï¿¾<",
    "\u0080<",
    "ÿ<"
  })
  void stops_before_what_is_no_character(String wrong) {
    byte[] bytes = ("Ã©" + wrong).getBytes(ISO_8859_1);
    assertThat(text.read(bytes, 0, bytes.length)).isEqualTo(2);
    assertThat(text.text()).isEqualTo("é");
  }

  @Test
  void takes_256_characters_and_what_belongs_to_the_last() {
    byte[] letters = "ж".repeat(300).getBytes(UTF_8);
    assertThat(text.read(letters, 0, letters.length)).isEqualTo(512);
    assertThat(text.text()).isEqualTo("ж".repeat(256));

    byte[] pairs = ("x".repeat(255) + "😀😀").getBytes(UTF_8);
    assertThat(text.read(pairs, 0, pairs.length)).isEqualTo(259);
    assertThat(text.text()).isEqualTo("x".repeat(255) + "😀");
  }

  @Test
  void reads_from_and_to_where_it_is_told() {
    byte[] bytes = "ж".repeat(4).getBytes(UTF_8);
    assertThat(text.read(bytes, 2, 7)).isEqualTo(6);
    assertThat(text.text()).isEqualTo("жж");
  }
}
