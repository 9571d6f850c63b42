package im.linnet.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import im.linnet.benchmarks.Cost;
import org.junit.jupiter.api.Test;

/** With which power of a size a cost grows. */
class StepTest {

  private static Step step(Cost after) {
    return new Step("some", 10, 1_000, new Cost(100, 100), after);
  }

  @Test
  void what_grows_in_proportion_has_the_power_of_one() {
    Step step = step(new Cost(10_000, 10_000));
    assertThat(step.time()).isEqualTo(1, within(1e-9));
    assertThat(step.allocation()).isEqualTo(1, within(1e-9));
    assertThat(step.isTooMuch()).isFalse();
  }

  @Test
  void what_does_not_grow_has_none() {
    assertThat(step(new Cost(100, 100)).time()).isEqualTo(0, within(1e-9));
  }

  @Test
  void the_square_is_too_much_for_time_and_for_bytes() {
    assertThat(step(new Cost(1_000_000, 100)).time()).isEqualTo(2, within(1e-9));
    assertThat(step(new Cost(1_000_000, 100)).isTooMuch()).isTrue();
    assertThat(step(new Cost(100, 1_000_000)).isTooMuch()).isTrue();
  }
}
