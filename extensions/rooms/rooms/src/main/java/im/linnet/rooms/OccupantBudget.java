package im.linnet.rooms;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the occupants of all rooms may use together, as estimated. Thread-safe. */
final class OccupantBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  OccupantBudget(long limit) {
    this.limit = limit;
  }

  /** Reserves bytes. {@return whether there were enough} */
  boolean reserve(int bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void release(int bytes) {
    used.addAndGet(-bytes);
  }
}
