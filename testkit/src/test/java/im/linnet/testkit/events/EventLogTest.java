package im.linnet.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventLogTest {
  private final EventLog<Object> log = new EventLog<>();

  @Test
  void completes_futures_by_earlier_and_later_events() throws Exception {
    log.add("one");
    CompletableFuture<String> earlier = log.first(String.class, text -> text.equals("one"));
    CompletableFuture<Integer> later = log.first(Integer.class, number -> number > 1);
    assertThat(earlier.get(10, TimeUnit.SECONDS)).isEqualTo("one");
    log.add(1);
    assertThat(later).isNotDone();
    log.add(2);
    assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(log.all(Integer.class)).containsExactly(1, 2);
    assertThat(log.all()).containsExactly("one", 1, 2);
  }

  @Test
  void never_calls_users_with_its_lock() throws Exception {
    CompletableFuture<Boolean> locked =
        log.first(String.class, text -> true).thenApply(text -> Thread.holdsLock(log));
    log.add("one");
    assertThat(locked.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void examines_events_without_its_lock() {
    log.add("one");
    log.await("the log, not locked", any -> !Thread.holdsLock(log));
  }

  @Test
  void waits_for_several() throws Exception {
    CompletableFuture<Void> adding =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 100; i++) {
                log.add(i);
              }
            });
    assertThat(log.await("even numbers", 50, e -> (Integer) e % 2 == 0, Duration.ofSeconds(20)))
        .hasSize(50)
        .startsWith(0, 2)
        .endsWith(98);
    adding.get(10, TimeUnit.SECONDS);
    assertThat(log.await(Integer.class, number -> number == 7)).isEqualTo(7);
  }

  @Test
  void says_what_did_come() {
    log.add("one");
    assertThatThrownBy(() -> log.await("two", "two"::equals, Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessage("two did not come within PT0S; this did:\n  one");
    assertThatThrownBy(() -> log.await("none", 0, any -> true, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
