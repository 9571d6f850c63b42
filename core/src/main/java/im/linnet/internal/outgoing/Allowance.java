package im.linnet.internal.outgoing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts items and their weight, and limits both. Safe for use by any thread. */
final class Allowance {

  /**
   * How much there may be.
   *
   * @param most how many items
   * @param mostWeight how much they may weigh together; a single item may weigh more
   */
  record Limits(int most, long mostWeight) {}

  /** Whether there was room for an item. */
  enum Room {
    TAKEN,
    TOO_MANY,
    TOO_HEAVY
  }

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();

  /** An unused allowance. */
  Allowance() {}

  /**
   * Takes room for one more item, if there is any. An item that finds none is never counted: others
   * would be refused meanwhile.
   */
  Room take(long more, Limits limits) {
    long limit = Math.max(limits.mostWeight(), more);
    if (weight.getAndUpdate(had -> had + more > limit ? had : had + more) + more > limit) {
      return Room.TOO_HEAVY;
    }
    int most = limits.most();
    if (count.getAndUpdate(had -> had < most ? had + 1 : had) < most) {
      return Room.TAKEN;
    }
    weight.addAndGet(-more);
    return Room.TOO_MANY;
  }

  /** Takes room for an item for which there always is some. */
  void takeAnyway(long more) {
    count.incrementAndGet();
    weight.addAndGet(more);
  }

  /** Releases the room of one item. */
  void giveBack(long less) {
    count.decrementAndGet();
    weight.addAndGet(-less);
  }

  /** Whether no item has room. */
  boolean isUnused() {
    return count.get() == 0;
  }
}
