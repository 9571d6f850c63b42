package im.linnet.internal.netty;

import java.time.Duration;

/**
 * Converts durations to nanoseconds for timers. Every duration has a value: long ones are cut to a
 * year, so that adding them to a clock can't overflow, and negative ones are zero.
 */
public final class Nanos {

  /** The longest time of a timer. */
  public static final Duration LONGEST = Duration.ofDays(365);

  private Nanos() {}

  /**
   * Converts a duration.
   *
   * @param duration any duration
   * @return nanoseconds, from 0 to {@link #LONGEST}
   */
  public static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
  }
}
