package im.linnet.benchmarks.storm;

import java.util.List;

/** The times at which clients reconnected. */
final class Spread {

  private final double[] seconds;
  private final int[] attempts;
  private final int peak;

  private Spread(double[] seconds, int[] attempts, int peak) {
    this.seconds = seconds;
    this.attempts = attempts;
    this.peak = peak;
  }

  static Spread of(List<Member> back, long serverReady) {
    double[] seconds =
        back.stream().mapToDouble(each -> (each.backAt() - serverReady) / 1e9).sorted().toArray();
    int[] attempts = back.stream().mapToInt(Member::attempts).sorted().toArray();
    return new Spread(seconds, attempts, peak(seconds));
  }

  /** How many reconnected in the busiest second. */
  int peak() {
    return peak;
  }

  /** The most in any interval of one second. */
  private static int peak(double[] sorted) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= 1) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** The seconds until a share of the clients was back; 1 for all of them. */
  double seconds(double share) {
    return seconds.length == 0 ? Double.NaN : seconds[index(share, seconds.length)];
  }

  int attempts(double share) {
    return attempts.length == 0 ? 0 : attempts[index(share, attempts.length)];
  }

  private static int index(double share, int length) {
    return (int) Math.min(length - 1, Math.max(0, Math.ceil(share * length) - 1));
  }

  String table() {
    StringBuilder head = new StringBuilder("| back |");
    StringBuilder rule = new StringBuilder("|---|");
    StringBuilder row = new StringBuilder("| after, s |");
    for (int tenth = 1; tenth <= 10; tenth++) {
      head.append(" %d %% |".formatted(tenth * 10));
      rule.append("--:|");
      row.append(" %.1f |".formatted(seconds(tenth / 10.0)));
    }
    return head + "\n" + rule + "\n" + row;
  }
}
