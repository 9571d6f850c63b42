package im.linnet.testkit.gateway;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a gateway: what it writes in histories, and when typing and invitations end. A clock
 * belongs to one gateway.
 */
public abstract sealed class GatewayClock permits SystemClock, ManualClock {
  GatewayClock() {}

  /** {@return the time of this machine} */
  public static GatewayClock system() {
    return new SystemClock();
  }

  /**
   * A clock that stands until a test advances it.
   *
   * @param start the time at first
   * @return the clock
   */
  public static ManualClock manual(Instant start) {
    return new ManualClock(start);
  }

  /** {@return the time} */
  public abstract Instant now();

  /** Runs the work later. {@return cancels it} */
  abstract Runnable after(Duration delay, Runnable work);

  /** Forgets all work. */
  abstract void stop();
}
