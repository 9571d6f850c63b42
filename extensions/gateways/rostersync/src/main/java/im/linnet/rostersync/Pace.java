package im.linnet.rostersync;

import java.time.Duration;
import java.util.function.LongSupplier;

/** At most so many starts in each minute. Not thread-safe. */
final class Pace {

  private final int perMinute;
  private final Duration minute;
  private final LongSupplier nanoTime;
  private long since;
  private int started;

  Pace(int perMinute, Duration minute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.minute = minute;
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
  }

  /** How long to wait before the next start; zero if it may start now. */
  Duration untilNext() {
    long passed = nanoTime.getAsLong() - since;
    if (passed >= minute.toNanos()) {
      since += passed;
      started = 0;
    }
    return started < perMinute ? Duration.ZERO : minute.minusNanos(nanoTime.getAsLong() - since);
  }

  /** Counts a start. */
  void started() {
    started++;
  }
}
