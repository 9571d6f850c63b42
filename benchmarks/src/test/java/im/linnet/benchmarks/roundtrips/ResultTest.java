package im.linnet.benchmarks.roundtrips;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void is_the_median_of_the_time_and_all_round_trips_that_there_were() {
    Result done =
        new Result.Done(
            List.of(
                new Trip(7, 812.4, "PLAIN"),
                new Trip(7, 1_701, "PLAIN"),
                new Trip(7, 800, "PLAIN")));
    assertThat(done.cell()).isEqualTo("7, 812 ms, PLAIN");
    assertThat(done.values())
        .isEqualTo("roundtrips=7 roundtrips_min=7 roundtrips_max=7 ms=812 means=PLAIN");
  }

  @Test
  void says_where_the_runs_differ() {
    Result done =
        new Result.Done(
            List.of(
                new Trip(8, 1_000, "PLAIN"),
                new Trip(7, 1_001, "SCRAM-SHA-256"),
                new Trip(7, 1_002, "PLAIN")));
    assertThat(done.cell()).isEqualTo("7 to 8, 1,001 ms, PLAIN,SCRAM-SHA-256");
    assertThat(done.values())
        .isEqualTo(
            "roundtrips=7 roundtrips_min=7 roundtrips_max=8 ms=1001 means=PLAIN,SCRAM-SHA-256");
  }

  @Test
  void gives_the_reason_on_one_line_where_there_is_nothing() {
    Result missing = new Result.Missing("it failed:\n\"no\"", true);
    assertThat(missing.cell()).isEqualTo("-");
    assertThat(missing.values()).isEqualTo("roundtrips=- reason=\"it failed: 'no'\"");
  }
}
