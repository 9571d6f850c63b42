package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

final class InvalidJidExceptionTest {

  @Test
  void names_the_part_quotes_it_and_says_what_is_wrong() {
    InvalidJidException e = refusal("a@b_c");
    assertThat(e)
        .hasMessage("domainpart \"b_c\": U+005F is not allowed (expected: letters, digits, -)");
    assertThat(e.reason()).isEqualTo("U+005F is not allowed (expected: letters, digits, -)");
    assertThat(refusal("a&b@c")).hasMessageStartingWith("localpart \"a&b\": '&' is not allowed");
  }

  @Test
  void shows_no_control_no_direction_mark_and_no_half_character() {
    InvalidJidException e = refusal("h/a\r\n\u001B[2J\u202E\u2028\u00AD\uD800\uE000b");
    assertThat(e.part()).isEqualTo(RESOURCE);
    assertThat(e.getMessage())
        .contains("a<U+000D><U+000A><U+001B>[2J<U+202E><U+2028><U+00AD><U+D800><U+E000>b")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]");
  }

  @Test
  void cuts_a_long_part() {
    assertThat(refusal("h/" + "\u202E".repeat(1_000_000)).getMessage())
        .hasSizeLessThan(800)
        .contains("(1000000 chars)");
    assertThat(refusal("a".repeat(63) + "\uD83D\uDE00".repeat(9) + "@h").getMessage())
        .contains("\uD83D\uDE00… (81 chars)");
  }

  private static InvalidJidException refusal(String text) {
    return catchThrowableOfType(InvalidJidException.class, () -> Jid.of(text));
  }
}
