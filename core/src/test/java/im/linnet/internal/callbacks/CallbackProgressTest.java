package im.linnet.internal.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CallbackProgressTest {

  private final CallbackProgress progress = new CallbackProgress();
  private final List<String> ran = new ArrayList<>();

  @Test
  void has_reached_what_has_arrived_once_all_is_seen() {
    assertThat(progress.reached(7)).isEqualTo(7);
    progress.give(8);
    progress.give(10);
    assertThat(progress.reached(12)).isZero();
    progress.see(8);
    assertThat(progress.reached(12)).isEqualTo(8);
    progress.see(10);
    assertThat(progress.reached(12)).isEqualTo(12);
  }

  @Test
  void runs_a_task_once_when_all_is_seen() {
    progress.give(1);
    progress.give(2);
    progress.whenSeen(() -> ran.add("seen"));
    progress.see(1);
    assertThat(ran).isEmpty();
    progress.see(2);
    progress.give(3);
    progress.see(3);
    assertThat(ran).containsExactly("seen");
  }

  @Test
  void does_not_run_a_task_if_all_is_seen_already() {
    progress.whenSeen(() -> ran.add("nothing was given"));
    progress.give(1);
    progress.see(1);
    progress.whenSeen(() -> ran.add("all was seen"));
    assertThat(ran).isEmpty();
  }

  @Test
  void replaces_the_task_that_waits() {
    progress.give(1);
    progress.whenSeen(() -> ran.add("first"));
    progress.give(2);
    progress.whenSeen(() -> ran.add("second"));
    progress.see(1);
    progress.see(2);
    assertThat(ran).containsExactly("second");
  }

  /** A client that waits for the last task only would otherwise wait until its stream is gone. */
  @Test
  void never_loses_a_task_that_is_set_while_another_one_becomes_due() {
    int rounds = 60_000;
    Phaser turn = new Phaser(2);
    Thread executor =
        new Thread(
            () -> {
              for (int round = 0; round < rounds; round++) {
                turn.arriveAndAwaitAdvance();
                progress.see(2L * round + 1);
                turn.arriveAndAwaitAdvance();
              }
            });
    executor.setDaemon(true);
    executor.start();
    AtomicInteger lastRan = new AtomicInteger();
    for (int round = 0; round < rounds; round++) {
      progress.give(2L * round + 1);
      progress.whenSeen(() -> {});
      turn.arriveAndAwaitAdvance();
      progress.give(2L * round + 2);
      progress.whenSeen(lastRan::incrementAndGet);
      turn.arriveAndAwaitAdvance();
      progress.see(2L * round + 2);
      assertThat(lastRan).as("round %d", round).hasValue(round + 1);
    }
  }
}
