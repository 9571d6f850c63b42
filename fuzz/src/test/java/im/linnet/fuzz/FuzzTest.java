package im.linnet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.fuzz.Fuzz.Options;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line. */
class FuzzTest {

  private static Options options(String line) {
    return Options.of(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @Test
  void fuzzes_everything_for_ten_minutes_by_default() {
    assertThat(options("").time()).isEqualTo(Duration.ofMinutes(10));
    assertThat(options("").targets()).containsExactly(Targets.values());
  }

  @Test
  void takes_the_options() {
    Options options = options("--minutes 3 --target parser,host-meta --folder x");
    assertThat(options.time()).isEqualTo(Duration.ofMinutes(3));
    assertThat(options.targets()).isEqualTo(List.of(Targets.PARSER, Targets.HOST_META));
    assertThat(options.folder()).hasToString("x");
    assertThat(options("--seed 12").seed()).isEqualTo(12);
    assertThat(options("--replay y --target jid").replay()).hasToString("y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--minutes 0",
        "--minutes x",
        "--minutes",
        "--target nothing",
        "--replay y",
        "--seed -1",
        "--seconds 1",
        "--minutes --target"
      })
  void refuses_what_it_does_not_know(String line) {
    assertThatThrownBy(() -> options(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            line.contains("seconds")
                ? "“--seconds”"
                : line.contains("nothing") ? "target: " : "--");
  }
}
