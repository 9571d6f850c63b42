package im.linnet.benchmarks.connections;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.server.ProsodyServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code benchmarks/run connections}. */
public final class ConnectionsTable {

  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC");
  private static final List<Integer> OURS = List.of(200, 1_000, 5_000, 10_000);

  private static final List<String> CONTESTANTS = List.of("linnet", "smack", "babbler");

  /** Peers need a thread or two for each connection. */
  private static final List<Integer> PEERS = List.of(200, 1_000);

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
   */
  public static void main(String[] arguments) {
    Choice choice = Choice.of(arguments);
    ConnectionsTable table = new ConnectionsTable(choice);
    for (String name : CONTESTANTS.stream().filter(choice::hasContestant).toList()) {
      // A server each, which has nothing to do with those who left.
      try (ProsodyServer server =
              ProsodyServer.builder()
                  .user("romeo", Target.PASSWORD)
                  .without("mam", "carbons", "csi_simple")
                  .start();
          ChildJvm contestant =
              ChildJvm.start(
                  ConnectionsContest.class,
                  JVM,
                  name,
                  String.valueOf(server.starttlsPort()),
                  server.trustAnchorFile().toString())) {
        table.run(name, contestant);
      }
    }
    table.print();
  }

  private void run(String name, ChildJvm contestant) {
    double threads = memory(contestant).threads();
    contestant.ask("grow 1");
    // Until it is compiled, or what comes later would look cheap beside it.
    contestant.ask("ping " + 4 * pings);
    double alone = contestant.ask("ping " + pings)[0];
    Memory before = memory(contestant);
    progress("%s, 1 session: %.0f CPU us a ping", name, alone);
    for (int count : name.equals("linnet") ? OURS : PEERS) {
      double[] logins = contestant.ask("grow " + count);
      Memory idle = memory(contestant);
      // Not a session's first stanzas: by then the lone one had sent thousands.
      String order = "ping " + Math.max(2 * count, pings);
      contestant.ask(order);
      double ping = contestant.ask(order)[0];
      Memory busy = memory(contestant);
      Figures figures =
          new Figures(count, logins[0], logins[1], before, idle, busy, threads, ping, alone);
      progress("%s, %,d sessions: %.1f KB of heap each", name, count, figures.idleHeap());
      rows.add(figures.row(name));
      if (name.equals("linnet")) {
        ratios.putAll(figures.ratios());
      }
    }
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

  /** What so many sessions cost; memory is as {@link Memory} has it. */
  private record Figures(
      int count,
      double logins,
      double loginMillis,
      Memory before,
      Memory idle,
      Memory busy,
      double threads,
      double ping,
      double alone) {

    static final String HEAD =
        "| client | sessions | heap KB each, idle | after pings | direct KB each | resident MB |"
            + " threads | logins a second | CPU ms a login | CPU us a ping | of that alone |\n|---"
            + "|--:".repeat(10)
            + "|";

    double idleHeap() {
      return (idle.heap() - before.heap()) / KB / count;
    }

    /** One row of the table. */
    String row(String name) {
      return String.format(
          Locale.ROOT,
          "| %s | %,d | %.1f | %.1f | %.1f | %,.0f | %,.0f | %,.0f | %.1f | %.0f | %.2f |",
          name,
          count,
          idleHeap(),
          (busy.heap() - before.heap()) / KB / count,
          Math.max(0, busy.direct() - before.direct()) / KB / count,
          busy.resident() / MB,
          busy.threads() - threads,
          logins,
          loginMillis,
          ping,
          ping / alone);
    }

    /** What is asked of us. */
    Map<String, Double> ratios() {
      String prefix = "connections." + count + ".";
      Map<String, Double> ratios = new LinkedHashMap<>();
      ratios.put(
          prefix + "heap-kb",
          Math.max(idle.heap(), busy.heap()) / KB / count - before.heap() / KB / count);
      ratios.put(prefix + "rss-mb", Math.max(idle.resident(), busy.resident()) / MB);
      ratios.put(prefix + "threads", busy.threads() - threads);
      if (count == OURS.get(OURS.size() - 1)) {
        ratios.put(prefix + "cpu-vs-1", ping / alone);
      }
      return ratios;
    }
  }
}
