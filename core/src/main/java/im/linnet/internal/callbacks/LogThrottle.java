package im.linnet.internal.callbacks;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Limits a frequent log message to one a minute. Safe for use by any thread. */
public final class LogThrottle {

  /** The shortest time between two messages. */
  static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private OptionalLong last = OptionalLong.empty();
  private long missed;

  /**
   * A throttle that has seen no message.
   *
   * @param nanoTime the time in nanoseconds
   */
  public LogThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * How many messages were suppressed before this one, or -1 if this one must be suppressed too.
   */
  public synchronized long claim() {
    long now = nanoTime.getAsLong();
    if (last.isPresent() && now - last.getAsLong() < QUIET.toNanos()) {
      missed++;
      return -1;
    }
    last = OptionalLong.of(now);
    long before = missed;
    missed = 0;
    return before;
  }
}
