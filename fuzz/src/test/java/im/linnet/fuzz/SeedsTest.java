package im.linnet.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of seeds, and how they are given to Jazzer. */
class SeedsTest {

  @Test
  void bytes_are_escaped() {
    assertThat(Seeds.bytes("a\\x00\\xfFb\\\\\\\nc"))
        .isEqualTo(new byte[] {'a', 0, (byte) 0xFF, 'b', '\\', 'c'});
    assertThat(Seeds.bytes("é")).isEqualTo("é".getBytes(UTF_8));
    assertThatThrownBy(() -> Seeds.bytes("\\n")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Seeds.bytes("\\")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(Targets.class)
  void each_target_has_some(Targets target) {
    assertThat(Seeds.of(target)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(Targets.named(target.text())).isEqualTo(target);
  }

  @Test
  void words_are_written_as_a_dictionary() {
    assertThat(Dictionary.of(List.of("a\"b", "é", " ")))
        .isEqualTo("\"a\\x22b\"\n\"\\xC3\\xA9\"\n\"\\x20\"\n");
  }
}
