package im.linnet.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ReachedTest {

  private final Properties figures = new Properties();
  private final Reached reached = new Reached(figures);

  @Test
  void a_tenth_worse_is_still_good() {
    figures.setProperty("parser.chat.bytes", "400");
    assertThat(reached.compare("parser.chat.bytes", 439).isWorse()).isFalse();
    assertThat(reached.compare("parser.chat.bytes", 441).isWorse()).isTrue();
    assertThat(reached.compare("parser.chat.bytes", 441).row()).contains("WORSE");
  }

  @Test
  void says_when_more_can_be_asked() {
    figures.setProperty("parser.chat.bytes", "400");
    assertThat(reached.compare("parser.chat.bytes", 380).isBetter()).isFalse();
    assertThat(reached.compare("parser.chat.bytes", 300).isBetter()).isTrue();
  }

  @Test
  void nothing_is_not_worse_than_nothing() {
    figures.setProperty("encoder.chat.bytes", "0");
    assertThat(reached.compare("encoder.chat.bytes", 0.04).isWorse()).isFalse();
    assertThat(reached.compare("encoder.chat.bytes", 8).isWorse()).isTrue();
  }

  @Test
  void a_figure_that_is_not_there_is_a_failure_that_says_what_to_add() {
    assertThatThrownBy(() -> reached.compare("parser.new.bytes", 12.5))
        .hasMessageEndingWith("add: parser.new.bytes=12.50");
  }
}
