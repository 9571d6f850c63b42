package im.linnet.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test advances it. For any thread. */
public final class FrozenClock extends Clock {

  private volatile Instant now;

  /**
   * A clock that shows a time in UTC.
   *
   * @param start the time
   */
  public FrozenClock(Instant start) {
    now = start;
  }

  /**
   * Advances the clock.
   *
   * @param time how far; negative to move it back
   */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Returns this clock: its instants are the same in each zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
