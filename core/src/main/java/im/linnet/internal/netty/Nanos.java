package im.linnet.internal.netty;

import java.time.Duration;

/**
 * Durations as timers count them, in nanoseconds. Any duration has such a value: what a timer could
 * not add to its clock is cut to a year, and what is negative to zero.
 */
public final class Nanos {

  /** No timer is set for longer. */
  public static final Duration LONGEST = Duration.ofDays(365);

  private Nanos() {}

  /**
   * The nanoseconds of a duration, for a timer.
   *
   * @param duration any duration
   * @return 0 to those of {@link #LONGEST}
   */
  public static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
  }
}
