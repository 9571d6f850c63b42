package im.linnet.benchmarks.chaos;

import im.linnet.benchmarks.Arguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be like.
 *
 * @param cuts how many connections are broken
 * @param pairs how many pairs of clients there are, all of whose cuts count
 * @param seed what all chance is drawn from
 * @param breaking the names of the clients whose connections are broken
 * @param window how many messages of a sender wait for their outcome at most; 0 for one, which is
 *     sent only when the recipient has the one before
 * @param rate how many messages a sender sends in a second, about, while nothing is wrong
 * @param longOutage after how many cuts a client is kept away until its stream can't be resumed; 0
 *     for never
 * @param patience how long there may be no progress in a direction
 * @param trace the folder where all that goes over the wires is written to; empty for none
 */
record Settings(
    long cuts,
    int pairs,
    long seed,
    String breaking,
    int window,
    int rate,
    long longOutage,
    Duration patience,
    String trace) {

  private static final int MOST_AHEAD = 256;

  static final String USAGE =
      """
      Usage: benchmarks/run chaos [--server prosody|ejabberd|both] [--cuts N] [--quick]
        --server    what to send through; both unless given, one after the other
        --cuts      how many connections to break; 200 unless given, 50 with --quick
        --pairs     how many pairs of clients, each client with a line of its own; 2 unless given
        --seed      draws the same faults again; another one each time unless given
        --window    how many messages wait for their outcome at most; 0 for one, and that only when
                    the recipient has the one before, as by receipts; unless given, 16 through
                    Prosody, and 0 through ejabberd, which does not keep the order
        --rate      messages a second from each side; 150 unless given
        --break     whose connections: a, b or ab; ab unless given
        --outage    after how many cuts a client is kept away until its stream can't be resumed;
                    60 unless given, 0 for never
        --patience  seconds without progress until something is stuck; 60 unless given
        --trace     a folder to write all to that goes over the wires\
      """;

  static Arguments arguments(String[] given) {
    return Arguments.of(
        given,
        Set.of("quick"),
        Set.of(
            "server",
            "cuts",
            "pairs",
            "seed",
            "break",
            "window",
            "rate",
            "outage",
            "patience",
            "trace"),
        USAGE);
  }

  /**
   * What was asked for.
   *
   * @param keepsOrder whether the server keeps the order of messages to a client that resumes
   */
  static Settings of(Arguments given, boolean keepsOrder) {
    return new Settings(
        given.number("cuts", given.has("quick") ? 50 : 200),
        (int) Math.max(1, given.number("pairs", 2)),
        given.number("seed", System.nanoTime() & 0xFFFF_FFFFL),
        given.text("break", "ab"),
        (int) Math.max(0, given.number("window", keepsOrder ? 16 : 0)),
        (int) Math.max(1, given.number("rate", 150)),
        given.number("outage", 60),
        Duration.ofSeconds(given.number("patience", 60)),
        given.text("trace", ""));
  }

  /** Whether a sender awaits that the recipient has a message before it sends the next. */
  boolean inStep() {
    return window == 0;
  }

  /** How many messages may be under way. */
  int underWay() {
    return Math.max(1, window);
  }

  /** How far the recipient may be behind: servers keep 500 for a client that is away. */
  int ahead() {
    return inStep() ? 1 : MOST_AHEAD;
  }

  /** Where to write what goes over a user's wire, or null. */
  @Nullable PrintWriter events(String server, String user) {
    if (trace.isEmpty()) {
      return null;
    }
    Path file = Path.of(trace, "chaos-" + server + "-" + user + ".log");
    try {
      return new PrintWriter(Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't write " + file, e);
    }
  }
}
