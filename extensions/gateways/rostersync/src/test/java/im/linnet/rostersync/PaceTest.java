package im.linnet.rostersync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The rate of changes, by a clock that the test sets. */
class PaceTest {

  @Test
  void so_many_in_a_minute() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    Pace pace = new Pace(2, Duration.ofMinutes(1), clock::get);
    assertThat(pace.untilNext()).isZero();
    pace.started();
    assertThat(pace.untilNext()).isZero();
    pace.started();
    assertThat(pace.untilNext()).isEqualTo(Duration.ofMinutes(1));

    clock.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(pace.untilNext()).isEqualTo(Duration.ofSeconds(40));
    clock.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThat(pace.untilNext()).isZero();
    pace.started();
    pace.started();
    assertThat(pace.untilNext()).isEqualTo(Duration.ofMinutes(1));
  }
}
