package im.linnet.internal.outgoing;

import static im.linnet.internal.outgoing.Allowance.Room.TAKEN;
import static im.linnet.internal.outgoing.Allowance.Room.TOO_HEAVY;
import static im.linnet.internal.outgoing.Allowance.Room.TOO_MANY;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.outgoing.Allowance.Room;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AllowanceTest {

  private static final Allowance.Limits LIMITS = new Allowance.Limits(3, 100);

  private final Allowance allowance = new Allowance();

  private Room take(long weight) {
    return allowance.take(weight, LIMITS);
  }

  @Test
  void limits_the_number() {
    assertThat(take(1)).isEqualTo(TAKEN);
    assertThat(take(1)).isEqualTo(TAKEN);
    assertThat(take(1)).isEqualTo(TAKEN);
    assertThat(take(1)).isEqualTo(TOO_MANY);
    allowance.giveBack(1);
    assertThat(take(98)).isEqualTo(TAKEN);
  }

  @Test
  void limits_the_weight() {
    assertThat(take(60)).isEqualTo(TAKEN);
    assertThat(take(41)).isEqualTo(TOO_HEAVY);
    assertThat(take(40)).isEqualTo(TAKEN);
    allowance.giveBack(60);
    assertThat(take(60)).isEqualTo(TAKEN);
  }

  @Test
  void one_alone_may_weigh_more() {
    assertThat(take(1_000)).isEqualTo(TAKEN);
    assertThat(take(1)).isEqualTo(TOO_HEAVY);
    allowance.giveBack(1_000);
    assertThat(take(1)).isEqualTo(TAKEN);
    assertThat(take(1_000)).isEqualTo(TOO_HEAVY);
  }

  @Test
  void others_may_have_more_and_some_have_it_anyway() {
    allowance.takeAnyway(1_000);
    assertThat(allowance.take(1, new Allowance.Limits(3, 1_001))).isEqualTo(TAKEN);
    assertThat(take(1)).isEqualTo(TOO_HEAVY);
    allowance.giveBack(1_000);
    assertThat(allowance.isUnused()).isFalse();
    allowance.giveBack(1);
    assertThat(allowance.isUnused()).isTrue();
  }

  @Test
  void what_finds_no_room_takes_none_from_others_meanwhile() throws InterruptedException {
    assertThat(take(1)).isEqualTo(TAKEN);
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean tooHeavyTaken = new AtomicBoolean();
    Thread tooHeavy =
        new Thread(
            () -> {
              while (!over.get()) {
                if (take(100) == TAKEN) {
                  tooHeavyTaken.set(true);
                }
              }
            });
    tooHeavy.start();
    int refused = 0;
    for (int n = 0; n < 300_000; n++) {
      if (take(1) == TAKEN) {
        allowance.giveBack(1);
      } else {
        refused++;
      }
    }
    over.set(true);
    tooHeavy.join();
    assertThat(refused).isZero();
    assertThat(tooHeavyTaken).isFalse();
  }
}
