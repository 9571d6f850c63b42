package im.linnet.benchmarks.storm;

import com.sun.management.UnixOperatingSystemMXBean;
import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.UsageException;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code benchmarks/run storm}. */
public final class Storm {

  private static final String USAGE =
      """
      Usage: benchmarks/run storm [--server prosody|ejabberd] [--clients N] [--quick]
        --server   whose clients they are; prosody unless given
        --clients  how many; 1000 unless given, 100 with --quick
        --down     seconds for which the server is away; 10 unless given
        --rounds   how many restarts, one after the other; 2 unless given, 1 with --quick
        --first    bound of the first delay in milliseconds; 1000 unless given
        --most     bound of all delays in seconds; 60 unless given\
      """;

  /** The limit for the library's own threads, for any number of clients. */
  private static final int MOST_THREADS = 64;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String name;
  private final RealServer server;
  private final Crowd crowd;
  private final Duration down;
  private boolean good = true;

  private Storm(String name, RealServer server, Crowd crowd, Duration down) {
    this.name = name;
    this.server = server;
    this.crowd = crowd;
    this.down = down;
  }

  /**
   * Runs and prints the result; ends with 1 if a client did not reconnect or there are too many
   * threads, and with 2 if the run can't start.
   *
   * @param arguments see {@code --help}
   * @throws Exception if interrupted
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("quick"),
        Set.of("server", "clients", "down", "rounds", "first", "most"),
        Storm::run);
  }

  private static int run(Arguments given) throws InterruptedException {
    String name = given.oneOf("server", "prosody", "ejabberd");
    int clients = given.count("clients", given.has("quick") ? 100 : 1000, 1, 100_000);
    int rounds = given.count("rounds", given.has("quick") ? 1 : 2, 1, 1000);
    Duration down = Duration.ofSeconds(given.number("down", 10, 0, 86_400));
    ReconnectPolicy policy = policy(given);
    Optional<String> obstacle = obstacle(name, clients);
    if (obstacle.isPresent()) {
      System.err.println("storm can't be run: " + obstacle.get());
      return 2;
    }
    try (RealServer server = start(name);
        Crowd crowd = new Crowd(server, clients, policy)) {
      Storm storm = new Storm(name, server, crowd, down);
      storm.run(rounds);
      return storm.good ? 0 : 1;
    }
  }

  private static ReconnectPolicy policy(Arguments given) {
    Duration first = Duration.ofMillis(given.number("first", 1000, 1, 86_400_000));
    Duration most = Duration.ofSeconds(given.number("most", 60, 1, 86_400));
    if (first.compareTo(most) > 0) {
      throw new UsageException(
          "--first: %d ms (expected: at most the %d s of --most)"
              .formatted(first.toMillis(), most.toSeconds()));
    }
    return ReconnectPolicy.standard().retryingFirst().between(first, most);
  }

  private static Optional<String> obstacle(String name, int clients) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < clients + 200L) {
      return Optional.of(
          "%d clients need as many files, and %d are allowed: ulimit -n %d"
              .formatted(clients, unix.getMaxFileDescriptorCount(), clients + 200));
    }
    return name.equals("prosody") ? ProsodyServer.missing() : EjabberdServer.missing();
  }

  private static RealServer start(String name) {
    return name.equals("prosody")
        ? ProsodyServer.builder().start()
        : EjabberdServer.builder().start();
  }

  private void run(long rounds) throws InterruptedException {
    int size = crowd.members().size();
    long start = System.nanoTime();
    crowd.connect(PATIENCE);
    crowd.endLine();
    System.out.printf(
        "%d of %d clients of %s connected in %.1f s%n",
        crowd.connected(), size, name, (System.nanoTime() - start) / 1e9);
    System.out.println(Footprint.head());
    Footprint before = Footprint.now();
    System.out.println(before.row("all connected", size));
    for (int round = 1; round <= rounds; round++) {
      round(round, before);
    }
    if (!crowd.closeAll()) {
      good = false;
      System.out.println("Not all clients closed within a minute");
    }
  }

  private void round(int round, Footprint before) throws InterruptedException {
    int size = crowd.members().size();
    long attempts = crowd.attempts();
    server.stop();
    crowd.await("server down", 0, Duration.ofSeconds(20));
    Thread.sleep(down.toMillis());
    long firstLoss = crowd.members().stream().mapToLong(Member::lostAt).min().orElseThrow();
    server.restart();
    long ready = System.nanoTime();
    crowd.await("server back", size, PATIENCE);
    crowd.endLine();
    List<Member> back = crowd.members().stream().filter(Member::isConnected).toList();
    Footprint after = Footprint.now();
    System.out.println(after.row("after restart " + round, size));
    Spread spread = Spread.of(back, ready);
    System.out.printf(
        "%nThe server was away for %.1f s. %d of %d clients are back, by %d attempts;"
            + " at most %d in a second%n%s%n%n",
        (ready - firstLoss) / 1e9,
        back.size(),
        size,
        crowd.attempts() - attempts,
        spread.peak(),
        spread.table());
    crowd.members().stream()
        .filter(member -> member.gone() != null)
        .limit(5)
        .forEach(member -> System.out.println("  gave up: " + member.gone()));
    good &= back.size() == size && after.own() <= MOST_THREADS;
    System.out.println(result(size, back.size(), spread, before, after));
  }

  private String result(int size, int back, Spread spread, Footprint before, Footprint after) {
    return ("RESULT storm server=%s clients=%d back=%d median_s=%.1f last_s=%.1f peak_per_s=%d"
            + " attempts_median=%d attempts_max=%d threads=%d heap_before_mb=%.1f"
            + " heap_after_mb=%.1f direct_before_mb=%.1f direct_after_mb=%.1f")
        .formatted(
            name,
            size,
            back,
            spread.seconds(0.5),
            spread.seconds(1),
            spread.peak(),
            spread.attempts(0.5),
            spread.attempts(1),
            after.own(),
            before.heapMegabytes(),
            after.heapMegabytes(),
            before.directMegabytes(),
            after.directMegabytes());
  }
}
