package im.linnet.benchmarks.chaos;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run.
 *
 * @param cuts how many connections are broken
 * @param pairs how many pairs of clients there are; the cuts of all of them count
 * @param seed the seed of all random numbers
 * @param strangers one in this many connections is answered by a stranger; 0 for none
 * @param breaking the names of the clients whose connections are broken
 * @param window the most messages of a sender that wait for their outcome; 0 for one, which is sent
 *     only when the recipient has the previous one
 * @param rate the approximate number of messages a second of a sender, without faults
 * @param longOutage the number of cuts after which a client is kept offline until its stream can't
 *     be resumed; 0 for never
 * @param patience how long a direction may make no progress
 * @param trace the folder for traces of all wires; empty for none
 */
record Settings(
    long cuts,
    int pairs,
    long seed,
    int strangers,
    String breaking,
    int window,
    int rate,
    long longOutage,
    Duration patience,
    String trace) {

  private static final int MOST_AHEAD = 256;
  private static final long MOST_SEED = 999_999_999_999_999_999L;

  static final String USAGE =
      """
      Usage: benchmarks/run chaos [--server NAME] [--cuts N] [--quick]
        --server    what to send through: prosody, ejabberd, prosody13 or ejabberd24; the first two
                    unless given, one after the other
        --cuts      how many connections to break; 200 unless given, 50 with --quick
        --devices   so many devices of two users in place of pairs, each with a timeline that must show
                    each message once
        --kill      in place of cuts: kill a program with a file journal so often by SIGKILL, and start
                    it again
        --pairs     how many pairs of clients, each client with a line of its own; 2 unless given
        --seed      draws the same faults again; another one each time unless given
        --window    how many messages wait for their outcome at most; 0 for one, and that only when
                    the recipient has the one before, as by receipts; unless given, 16 through
                    Prosody, and 0 through ejabberd, which does not keep the order
        --rate      messages a second from each side; 150 unless given, 10 with --devices
        --strangers one connection in so many is answered by somebody else than the server; 5
                    unless given, 0 for none
        --break     whose connections: a, b or ab; ab unless given
        --outage    after how many cuts a client is kept away until its stream can't be resumed;
                    60 unless given, 0 for never
        --patience  seconds without progress until something is stuck; 60 unless given
        --trace     a folder to write all to that goes over the wires\
      """;

  static final Set<String> NAMES =
      Set.of(
          "server",
          "cuts",
          "devices",
          "kill",
          "pairs",
          "seed",
          "strangers",
          "break",
          "window",
          "rate",
          "outage",
          "patience",
          "trace");

  /**
   * The settings of a command line.
   *
   * @param keepsOrder whether the server keeps the order of messages to a client that resumes
   */
  static Settings of(Arguments given, boolean keepsOrder) {
    return new Settings(
        given.number("cuts", given.has("quick") ? 50 : 200, 1, Integer.MAX_VALUE),
        given.count("pairs", 2, 1, 1000),
        given.number("seed", System.nanoTime() & 0xFFFF_FFFFL, 0, MOST_SEED),
        given.count("strangers", 5, 0, 1_000_000),
        given.oneOf("break", "ab", "a", "b"),
        given.count("window", keepsOrder ? 16 : 0, 0, MOST_AHEAD),
        given.count("rate", given.has("devices") ? 10 : 150, 1, 1_000_000),
        given.number("outage", 60, 0, Integer.MAX_VALUE),
        Duration.ofSeconds(given.number("patience", 60, 1, 86_400)),
        trace(given));
  }

  private static String trace(Arguments given) {
    String folder = given.text("trace", "");
    if (given.has("trace") && !Files.isDirectory(Path.of(folder))) {
      throw new UsageException("--trace: “%s” (expected: a folder)".formatted(folder));
    }
    return folder;
  }

  /** Whether a sender waits until the recipient has a message before it sends the next. */
  boolean inStep() {
    return window == 0;
  }

  /** How many messages may be under way. */
  int underWay() {
    return Math.max(1, window);
  }

  /** How many messages the recipient may be behind: servers keep 500 for an offline client. */
  int ahead() {
    return inStep() ? 1 : MOST_AHEAD;
  }

  /** The file for the trace of a user's wire, or null. */
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
