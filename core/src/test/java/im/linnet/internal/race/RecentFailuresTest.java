package im.linnet.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecentFailuresTest {

  private long now = Long.MAX_VALUE - 10;
  private final RecentFailures<String> failures = new RecentFailures<>(() -> now);

  @Test
  void keeps_the_order_of_what_has_not_failed() {
    failures.failed("b");
    assertThat(failures.lastFailedLast(List.of("a", "b", "c", "d")))
        .containsExactly("a", "c", "d", "b");
  }

  @Test
  void puts_what_failed_last_to_the_end() {
    failures.failed("a");
    now += 1_000;
    failures.failed("b");
    now += 1_000;
    failures.failed("a");
    assertThat(failures.lastFailedLast(List.of("a", "b", "c"))).containsExactly("c", "b", "a");
  }

  @Test
  void forgets_what_succeeds() {
    failures.failed("a");
    failures.succeeded("a");
    assertThat(failures.contains("a")).isFalse();
    assertThat(failures.lastFailedLast(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void forgets_after_an_hour() {
    failures.failed("a");
    now += RecentFailures.KEEP.toNanos() - 1;
    assertThat(failures.contains("a")).isTrue();
    now += 1;
    assertThat(failures.contains("a")).isFalse();
    assertThat(failures.lastFailedLast(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void is_bounded() {
    for (int i = 0; i <= RecentFailures.MAX; i++) {
      failures.failed("place " + i);
    }
    assertThat(failures.contains("place 0")).isFalse();
    assertThat(failures.contains("place 1")).isTrue();
  }
}
