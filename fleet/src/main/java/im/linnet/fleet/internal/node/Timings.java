package im.linnet.fleet.internal.node;

import java.time.Duration;

/**
 * How long the cluster waits for a silent node, derived from one promise: a session of a lost node
 * is taken up within a time, plus its turn to sign in.
 *
 * @param pause how long heartbeats may fail to come
 * @param stable how long the view of the cluster has to stand still before a side is given up; the
 *     same again passes before others take over, so that the other side has ended by then
 */
public record Timings(Duration pause, Duration stable) {

  /** Less would take a busy machine for a lost one. */
  public static final Duration LEAST = Duration.ofSeconds(20);

  /** More is of no use: servers forget streams. */
  public static final Duration MOST = Duration.ofMinutes(3);

  private static final long HEARTBEATS_AND_GOSSIP = 3_000;
  private static final long LONGEST_PAUSE = 15_000;

  /**
   * Derives them.
   *
   * @param within the promise
   * @return the timings
   * @throws IllegalArgumentException if no safe timings keep the promise
   */
  public static Timings of(Duration within) {
    if (within.compareTo(LEAST) < 0 || within.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "within: %s (expected: from %s, to tell a busy node from a lost one, to %s)"
              .formatted(within, LEAST, MOST));
    }
    long all = within.toMillis();
    long pause = Math.min(LONGEST_PAUSE, Math.max(3_000, all * 3 / 20));
    long stable = (all - HEARTBEATS_AND_GOSSIP - pause) / 2;
    return new Timings(Duration.ofMillis(pause), Duration.ofMillis(stable));
  }
}
