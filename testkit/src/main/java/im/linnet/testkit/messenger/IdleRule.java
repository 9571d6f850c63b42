package im.linnet.testkit.messenger;

import java.time.Duration;

/**
 * When and how an idle session ends. Only complete stanzas of the client count; white space does
 * not, as was observed.
 *
 * @param limit the longest pause; one to two minutes in the real service, less in tests
 * @param error whether a stream error (connection-timeout) comes first
 * @param ending how the connection ends
 */
public record IdleRule(Duration limit, boolean error, Ending ending) {

  /**
   * Checks the pause.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public IdleRule {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
  }

  /**
   * Ends without a stream error.
   *
   * @param limit the longest pause
   * @param ending how the connection ends
   * @return the rule
   */
  public static IdleRule after(Duration limit, Ending ending) {
    return new IdleRule(limit, false, ending);
  }

  /** {@return a copy with a stream error first} */
  public IdleRule withError() {
    return new IdleRule(limit, true, ending);
  }
}
