package im.linnet.internal.callbacks;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Says whether to log something that may come often: once a minute. Safe for use by any thread. */
public final class LogThrottle {

  /** Between two that are logged. */
  static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private OptionalLong last = OptionalLong.empty();
  private long missed;

  /** By this time in nanoseconds. */
  public LogThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How many were not to be logged before this one, or -1 if this one is not either. */
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
