package im.linnet.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. For any thread. */
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
   * Moves it.
   *
   * @param time how far; negative to put it back
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

  /** Returns this clock: it shows the same instants in each zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
