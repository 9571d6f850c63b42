package im.linnet.internal.outgoing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Limits the number of items and their total weight. Safe for use by any thread. */
final class Allowance {

  private final int most;
  private final long mostWeight;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();

  /**
   * An unused allowance.
   *
   * @param most how many items there may be
   * @param mostWeight how much they may weigh together; a single item may weigh more
   */
  Allowance(int most, long mostWeight) {
    this.most = most;
    this.mostWeight = mostWeight;
  }

  /** Reserves room for one more item; false if there is none. */
  boolean take(long more) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    if (weight.addAndGet(more) > Math.max(mostWeight, more)) {
      giveBack(more);
      return false;
    }
    return true;
  }

  /** Releases the room of one item. */
  void giveBack(long less) {
    count.decrementAndGet();
    weight.addAndGet(-less);
  }
}
