package im.linnet.benchmarks.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.server.ProsodyServer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code benchmarks/run connections}. */
public final class ConnectionsTable {

  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC");

  /** As many of these as the system allows to be open; the last one needs a limit of 20,000. */
  private static final List<Integer> OURS = List.of(200, 1_000, 5_000, 10_000, 19_000);

  /** The files that are open beside the connections. */
  private static final int OTHER_FILES = 500;

  private static final List<String> CONTESTANTS = List.of("linnet", "smack", "babbler");

  /** Peers need a thread or two for each connection. */
  private static final List<Integer> PEERS = List.of(200, 1_000);

  /** How many turns both sides of a comparison ping. */
  private static final int TURNS = 5;

  private static final double KB = 1024;
  private static final double MB = 1024 * KB;

  private final int pings;
  private final List<String> rows = new ArrayList<>();
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  private ConnectionsTable(Choice choice) {
    pings = choice.quick() ? 5_000 : 20_000;
  }

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them, corpora apart
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(arguments, "connections", List.of(), CONTESTANTS, ConnectionsTable::run);
  }

  private static void run(Choice choice) {
    ConnectionsTable table = new ConnectionsTable(choice);
    for (String name : CONTESTANTS.stream().filter(choice::hasContestant).toList()) {
      // Each has its own server, not busy with the sessions of the previous one.
      try (ProsodyServer server =
              ProsodyServer.builder()
                  .user("romeo", Target.PASSWORD)
                  .without("mam", "carbons", "csi_simple")
                  .start();
          ChildJvm lone = contestant(name, server);
          ChildJvm contestant = contestant(name, server)) {
        table.run(name, lone, contestant);
      }
    }
    table.print();
  }

  private static ChildJvm contestant(String name, ProsodyServer server) {
    return ChildJvm.start(
        ConnectionsContest.class,
        JVM,
        name,
        String.valueOf(server.starttlsPort()),
        server.trustAnchorFile().toString());
  }

  /**
   * Adds sessions to one JVM, and compares it with another that has one session: both ping in turn,
   * because the load of the machine changes from minute to minute.
   */
  private void run(String name, ChildJvm lone, ChildJvm contestant) {
    double threads = memory(contestant).threads();
    for (ChildJvm one : List.of(lone, contestant)) {
      one.ask("grow 1");
      // Until it is compiled.
      one.ask("ping " + 2 * pings);
    }
    Memory before = memory(contestant);
    for (int count : name.equals("linnet") ? ours() : PEERS) {
      double[] logins = contestant.ask("grow " + count);
      Memory idle = memory(contestant);
      int each = Math.max(2 * count, pings / TURNS);
      // Not the first stanzas of a session: the lone one has sent thousands by now.
      contestant.ask("ping " + each);
      List<Double> together = new ArrayList<>();
      List<Double> aside = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        aside.add(lone.ask("ping " + pings / TURNS)[0]);
        together.add(contestant.ask("ping " + each)[0]);
      }
      double alone = Quartiles.of(aside).median();
      double ping = Quartiles.of(together).median();
      Memory busy = memory(contestant);
      contestant.ask("rest");
      Memory rested = memory(contestant);
      Figures figures =
          new Figures(
              count, logins[0], logins[1], before, idle, busy, rested, threads, ping, alone);
      progress(
          "%s, %,d sessions: %.1f KB of heap each, %.0f CPU us a ping, %.0f of a lone one",
          name, count, figures.idleHeap(), ping, alone);
      rows.add(figures.row(name));
      if (name.equals("linnet")) {
        ratios.putAll(figures.ratios());
      }
    }
  }

  private static List<Integer> ours() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return OURS.stream().filter(count -> count + OTHER_FILES <= files).toList();
  }

  private static Memory memory(ChildJvm contestant) {
    return Memory.of(contestant.ask("memory"));
  }

  private void progress(String format, Object... arguments) {
    System.err.printf(
        Locale.ROOT,
        "[%d s] %s%n",
        (System.nanoTime() - start) / 1_000_000_000,
        String.format(Locale.ROOT, format, arguments));
  }

  private void print() {
    System.out.println(Figures.HEAD);
    rows.forEach(System.out::println);
    System.out.println();
    ratios.forEach(Measured::ratio);
  }

  /** The cost of a number of sessions; for memory see {@link Memory}. */
  private record Figures(
      int count,
      double logins,
      double loginMillis,
      Memory before,
      Memory idle,
      Memory busy,
      Memory rested,
      double threads,
      double ping,
      double alone) {

    static final String HEAD =
        "| client | sessions | heap KB each, idle | after pings | after silence | direct KB each |"
            + " resident MB | threads | logins a second | CPU ms a login | CPU us a ping | of that"
            + " alone |\n|---"
            + "|--:".repeat(11)
            + "|";

    double idleHeap() {
      return (idle.heap() - before.heap()) / KB / count;
    }

    /** One row of the table. */
    String row(String name) {
      return String.format(
          Locale.ROOT,
          "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %,.0f | %,.0f | %,.0f | %.1f | %.0f | %.2f |",
          name,
          count,
          idleHeap(),
          (busy.heap() - before.heap()) / KB / count,
          (rested.heap() - before.heap()) / KB / count,
          Math.max(0, busy.direct() - before.direct()) / KB / count,
          busy.resident() / MB,
          busy.threads() - threads,
          logins,
          loginMillis,
          ping,
          ping / alone);
    }

    /** The ratios that have an aim. */
    Map<String, Double> ratios() {
      String prefix = "connections." + count + ".";
      Map<String, Double> ratios = new LinkedHashMap<>();
      ratios.put(
          prefix + "heap-kb",
          Math.max(idle.heap(), busy.heap()) / KB / count - before.heap() / KB / count);
      ratios.put(prefix + "rss-mb", Math.max(idle.resident(), busy.resident()) / MB);
      ratios.put(prefix + "threads", busy.threads() - threads);
      ratios.put(prefix + "cpu-vs-1", ping / alone);
      return ratios;
    }
  }
}
