package im.linnet.benchmarks.worstcase;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.benchmarks.Cost;
import im.linnet.benchmarks.worstcase.Nasty.Growth;
import org.junit.jupiter.api.Test;

/** What counts as growing too fast. */
class DoublingTest {

  private static final double MS = 1e6;
  private static final double MB = 1e6;

  private static Doubling doubling(Growth growth, Cost half, Cost whole) {
    Nasty input =
        new Nasty(
            "some",
            growth,
            1,
            Nasty.UNLIMITED,
            size -> {
              throw new AssertionError();
            });
    return new Doubling(input, 1, 100, half, whole);
  }

  @Test
  void twice_the_cost_for_twice_the_input_is_linear() {
    Doubling twice = doubling(Growth.LINEAR, new Cost(50 * MS, MB), new Cost(100 * MS, 2 * MB));
    assertThat(twice.isTooMuch()).isFalse();
    assertThat(twice.row()).contains("| 2.00 | 2.00 |").doesNotContain("above");
  }

  @Test
  void four_times_the_cost_is_not() {
    Cost half = new Cost(50 * MS, MB);
    Doubling slow = doubling(Growth.LINEAR, half, new Cost(200 * MS, 2 * MB));
    assertThat(slow.isTooMuch()).isTrue();
    assertThat(slow.row()).contains("above");
    assertThat(doubling(Growth.BOUNDED, half, new Cost(100 * MS, 4 * MB)).isTooMuch()).isTrue();
  }

  @Test
  void times_too_short_to_measure_say_nothing() {
    assertThat(doubling(Growth.LINEAR, new Cost(MS, 0), new Cost(9 * MS, 0)).isTooMuch()).isFalse();
  }

  @Test
  void what_is_refused_may_not_take_more_memory() {
    Cost half = new Cost(MS, MB);
    assertThat(doubling(Growth.CONSTANT_MEMORY, half, new Cost(MS, MB)).isTooMuch()).isFalse();
    assertThat(doubling(Growth.CONSTANT_MEMORY, half, new Cost(MS, 2 * MB)).isTooMuch()).isTrue();
  }

  @Test
  void a_client_may_hold_a_little_more_after_a_longer_flood() {
    Nasty flood = FloodCases.all().get(1);
    assertThat(new Held(flood, 10 * MB, 20 * MB).isTooMuch()).isFalse();
    assertThat(new Held(flood, 10 * MB, 40 * MB).isTooMuch()).isTrue();
    assertThat(new Held(flood, 10 * MB, 40 * MB).row()).contains("| 10.0 | 40.0 | above |");
  }
}
