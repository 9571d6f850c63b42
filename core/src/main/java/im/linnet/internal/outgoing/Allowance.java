package im.linnet.internal.outgoing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many things there may be at a time, and how much they may weigh together. For any thread. */
final class Allowance {

  private final int most;
  private final long mostWeight;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();

  /**
   * Nothing is there yet.
   *
   * @param most how many things
   * @param mostWeight how much they may weigh; one alone may weigh more
   */
  Allowance(int most, long mostWeight) {
    this.most = most;
    this.mostWeight = mostWeight;
  }

  /** Makes room for one more; false if there is none. */
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

  /** One is there no more. */
  void giveBack(long less) {
    count.decrementAndGet();
    weight.addAndGet(-less);
  }
}
