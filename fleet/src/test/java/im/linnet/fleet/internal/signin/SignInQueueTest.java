package im.linnet.fleet.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.SignInRate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignInQueueTest {

  private long now = TimeUnit.HOURS.toNanos(5);
  private final SignInQueue<String> queue = new SignInQueue<>(new SignInRate(10, 2), now);

  private void bind(String account) {
    queue.ask(account, account, false, 0, now);
  }

  private void resume(String account, long leftMillis) {
    queue.ask(account, account, true, leftMillis, now);
  }

  private List<String> after(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    return queue.due(now);
  }

  @Test
  void those_that_wait_are_taken_to_another_queue_in_their_order() {
    bind("first");
    bind("second");
    bind("third");
    resume("late", 9_000);
    resume("soon", 1_000);
    assertThat(after(0)).containsExactly("soon", "late");
    bind("fourth");
    resume("again", 500);
    now += TimeUnit.MILLISECONDS.toNanos(200);
    assertThat(queue.drain(now))
        .containsExactly(
            new SignInQueue.Waiting<>("again", "again", true, 300),
            new SignInQueue.Waiting<>("first", "first", false, 0),
            new SignInQueue.Waiting<>("second", "second", false, 0),
            new SignInQueue.Waiting<>("third", "third", false, 0),
            new SignInQueue.Waiting<>("fourth", "fourth", false, 0));
    assertThat(queue.size()).isZero();
    assertThat(after(10_000)).isEmpty();
  }

  @Test
  void a_quiet_server_gets_the_burst_at_once_then_the_rate() {
    for (int i = 0; i < 5; i++) {
      bind("a" + i);
    }
    assertThat(after(0)).containsExactly("a0", "a1");
    assertThat(after(50)).isEmpty();
    assertThat(after(50)).containsExactly("a2");
    assertThat(after(200)).containsExactly("a3", "a4");
    assertThat(queue.size()).isZero();
  }

  @Test
  void unused_turns_are_not_saved_beyond_the_burst() {
    assertThat(after(10_000)).isEmpty();
    for (int i = 0; i < 5; i++) {
      bind("a" + i);
    }
    assertThat(after(0)).hasSize(2);
  }

  @Test
  void resumptions_go_first_and_among_them_those_with_the_least_time() {
    bind("new");
    resume("later", 600_000);
    resume("soon", 20_000);
    resume("sooner", 10_000);
    assertThat(after(0)).containsExactly("sooner", "soon");
    assertThat(after(100)).containsExactly("later");
    assertThat(after(100)).containsExactly("new");
  }

  @Test
  void who_asks_again_keeps_its_place_and_has_only_one() {
    bind("a");
    bind("b");
    bind("c");
    bind("a");
    assertThat(queue.size()).isEqualTo(3);
    assertThat(after(0)).containsExactly("a", "b");
  }

  @Test
  void who_asks_again_for_something_else_is_sorted_anew() {
    bind("a");
    bind("b");
    bind("c");
    resume("c", 1_000);
    assertThat(after(0)).containsExactly("c", "a");
  }

  @Test
  void who_stopped_asking_costs_no_turn() {
    bind("gone");
    now += TimeUnit.MINUTES.toNanos(2);
    bind("here");
    bind("too");
    assertThat(after(0)).containsExactly("here", "too");
  }

  @Test
  void without_a_limit_all_have_their_turn() {
    SignInQueue<String> unlimited = new SignInQueue<>(SignInRate.unlimited(), now);
    for (int i = 0; i < 1000; i++) {
      unlimited.ask("a" + i, "a" + i, false, 0, now);
    }
    assertThat(unlimited.due(now)).hasSize(1000);
  }

  @Test
  void a_thousand_a_second_are_a_thousand_a_second() {
    SignInQueue<Integer> fast = new SignInQueue<>(SignInRate.perDomain(1000), now);
    for (int i = 0; i < 5000; i++) {
      fast.ask("a" + i, i, i % 2 == 0, 1000, now);
    }
    int granted = fast.due(now).size();
    for (int i = 0; i < 20; i++) {
      now += TimeUnit.MILLISECONDS.toNanos(50);
      granted += fast.due(now).size();
    }
    assertThat(granted).isBetween(1998, 2001);
  }
}
