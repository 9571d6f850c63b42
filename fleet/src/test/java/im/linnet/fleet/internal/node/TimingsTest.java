package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingsTest {

  @ParameterizedTest
  @ValueSource(ints = {20, 25, 30, 60, 120, 180})
  void detection_decision_and_margin_fit_into_the_promise(int seconds) {
    Timings timings = Timings.of(Duration.ofSeconds(seconds));
    Duration all = timings.pause().plus(timings.stable().multipliedBy(2));
    assertThat(all.plusSeconds(2)).isLessThanOrEqualTo(Duration.ofSeconds(seconds));
    assertThat(timings.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(timings.stable()).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 19, 181})
  void a_promise_that_can_not_be_kept_safely_is_refused(int seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Timings.of(Duration.ofSeconds(seconds)))
        .withMessageContaining("expected: from PT20S");
  }

  @Test
  void the_shortest_promise_suits_five_nodes() {
    assertThat(Timings.of(Timings.LEAST).stable()).isEqualTo(Duration.ofSeconds(7));
  }
}
