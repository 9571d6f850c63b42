package im.linnet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All seeds of each target, and some changes of them: the same ones each time. */
@Tag("K17")
@Tag("K18")
@Timeout(300)
class ReplayTest {

  /** Whatever the speed of the machine, a target takes about this long. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final long MOST = 3_000;
  private static final long RANDOM = 20_260_101;

  @ParameterizedTest
  @EnumSource(Targets.class)
  void the_seeds_and_some_changes_of_them_break_nothing(Targets target) {
    assertThat(new FuzzLoop(target).run(RANDOM, MOST, LIMIT)).isPositive();
  }
}
