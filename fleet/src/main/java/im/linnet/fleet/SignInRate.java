package im.linnet.fleet;

/**
 * How many sign-ins a second the whole fleet makes at each server. Resumptions go first, those with
 * the least time left before the others, as a stream that is not resumed in time is lost.
 *
 * @param perSecond sign-ins a second for each domain; 0 for no limit
 * @param burst how many may come at once after a quiet time
 */
public record SignInRate(int perSecond, int burst) {

  /** Checks the figures. */
  public SignInRate {
    if (perSecond < 0 || burst < 0 || (perSecond > 0 && burst < 1)) {
      throw new IllegalArgumentException(
          "perSecond: %d, burst: %d (expected: >= 0, and a burst >= 1 with a limit)"
              .formatted(perSecond, burst));
    }
  }

  /**
   * A limit for each domain.
   *
   * @param perSecond sign-ins a second, at least 1; also how many may come at once
   * @return the rate
   */
  public static SignInRate perDomain(int perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond: %d (expected: >= 1)".formatted(perSecond));
    }
    return new SignInRate(perSecond, perSecond);
  }

  /** {@return no limit, for servers that have their own and say so} */
  public static SignInRate unlimited() {
    return new SignInRate(0, 0);
  }

  /** {@return whether there is a limit} */
  public boolean limited() {
    return perSecond > 0;
  }
}
