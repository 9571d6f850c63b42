package im.linnet.benchmarks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final List<String> LOG =
      List.of(
          "bound",
          "got 77 1 0",
          "sending 0",
          "got 77 2 1",
          "done 0",
          "sending 1",
          "resumed",
          "again 77 2 1",
          "got 77 3 2",
          "sending 2",
          "done 2",
          "got 77");

  @Test
  void all_is_well() {
    Counts counts = Counts.of(LOG, List.of("0", "1", "2"), List.of("0", "2"));
    assertThat(counts.line("RESULT")).isEqualTo("RESULT sent=5 lost=0 doubled=0 reordered=0");
    assertThat(counts.isComplete()).isTrue();
    assertThat(counts.again()).isEqualTo(1);
    assertThat(counts.resumed()).isEqualTo(1);
    assertThat(counts.bound()).isEqualTo(1);
    assertThat(counts.notes()).isEmpty();
  }

  @Test
  void finds_what_is_lost_doubled_and_late_both_ways() {
    Counts counts = Counts.of(LOG, List.of("0", "1", "2", "3"), List.of("2", "2", "1"));
    assertThat(counts.lost()).isEqualTo(2);
    assertThat(counts.doubled()).isEqualTo(1);
    assertThat(counts.reordered()).isEqualTo(1);
    assertThat(counts.isComplete()).isFalse();
    assertThat(counts.notes())
        .containsExactly(
            "lost on the way to the program: 3",
            "lost on the way from the program: 0",
            "twice on the way from the program: 2",
            "late on the way from the program: 1");
  }
}
