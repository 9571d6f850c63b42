package im.linnet.benchmarks.fleet;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.testkit.net.FreePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** {@code benchmarks/run fleet}. */
public final class FleetTable implements AutoCloseable {

  private static final String USAGE =
      """
      Usage: benchmarks/run fleet [--accounts N] [--nodes N] [--quick]
        --accounts  how many sessions, which have no connection; 100000 unless given, 5000 with --quick
        --nodes     how many JVMs; 3 unless given
        --exchanges how many stanzas each node sends and receives; 200000 unless given, 20000 with --quick\
      """;

  private static final List<String> JVM = List.of("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC");

  private final int accounts;
  private final int exchanges;
  private final List<ChildJvm> nodes = new ArrayList<>();
  private final ProgressLine progress = new ProgressLine();

  private FleetTable(int accounts, int exchanges) {
    this.accounts = accounts;
    this.exchanges = exchanges;
  }

  /**
   * Runs and prints the results.
   *
   * @param arguments see {@code --help}
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("quick"),
        Set.of("accounts", "nodes", "exchanges"),
        FleetTable::run);
  }

  private static int run(Arguments given) throws InterruptedException {
    boolean quick = given.has("quick");
    int nodes = given.count("nodes", 3, 2, 9);
    try (FleetTable table =
        new FleetTable(
            given.count("accounts", quick ? 5_000 : 100_000, 1, 10_000_000),
            given.count("exchanges", quick ? 20_000 : 200_000, 1, 100_000_000))) {
      table.start(nodes, 0);
      double empty = table.sum(node -> node.ask("heap")[0]) / nodes;
      table.end();
      table.start(nodes, table.accounts);
      table.measure(empty);
    }
    return 0;
  }

  private void start(int count, int sessions) throws InterruptedException {
    List<Integer> ports = FreePorts.find(count);
    String seeds = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    for (int port : ports) {
      nodes.add(
          ChildJvm.start(
              StubNode.class, JVM, Integer.toString(port), seeds, Integer.toString(sessions)));
    }
    nodes.forEach(node -> node.ask("started"));
  }

  private void measure(double empty) throws InterruptedException {
    double placed = awaitOnline();
    awaitCovered();
    double full = sum(node -> node.ask("heap")[0]) / nodes.size();
    double each = (full - empty) * nodes.size() / accounts;
    System.out.printf(
        Locale.ROOT, "placed %,d sessions on %d nodes in %.1f s%n", accounts, nodes.size(), placed);
    System.out.printf(
        Locale.ROOT,
        "heap of a node: %.1f MB empty, %.1f MB with %,d sessions and as many copies: %,.0f bytes a"
            + " session%n",
        empty / 1e6,
        full / 1e6,
        accounts / nodes.size(),
        each);
    exchange();
    ChildJvm killed = nodes.remove(nodes.size() - 1);
    double held = killed.ask("figures")[0];
    killed.kill();
    double taken = awaitOnline();
    System.out.printf(
        Locale.ROOT, "killed a node with %,.0f sessions: all taken up after %.1f s%n", held, taken);
    System.out.printf(
        Locale.ROOT,
        "RESULT fleet accounts=%d nodes=%d placed=%.1fs bytes=%.0f takenUp=%.1fs%n",
        accounts,
        nodes.size() + 1,
        placed,
        each,
        taken);
  }

  private void exchange() {
    ChildJvm node = nodes.get(0);
    double[] before = node.ask("figures");
    double all = sum(each -> each.ask("figures")[5]);
    double[] took = node.ask("exchange " + exchanges);
    double[] after = node.ask("figures");
    double stanzas = 2.0 * exchanges;
    double bytes = (after[5] - before[5]) / stanzas;
    double answers = (sum(each -> each.ask("figures")[5]) - all) / stanzas - bytes;
    double batches = (after[3] - before[3]) / stanzas;
    System.out.printf(
        Locale.ROOT,
        "%,d stanzas sent and received by one node: %,.0f a second, %.0f us of CPU; %.2f records"
            + " for such a pair%n",
        exchanges,
        exchanges / took[0],
        took[1] * 1e6 / exchanges,
        (after[2] - before[2]) / exchanges);
    System.out.printf(
        Locale.ROOT,
        "RESULT fleet-records bytes=%.1f answers=%.2f batches=%.4f a stanza, %d under way%n",
        bytes,
        answers,
        batches,
        Math.min(accounts / nodes.size(), StubNode.UNDER_WAY));
  }

  /** Waits until all sessions are online. {@return how many seconds that took} */
  private double awaitOnline() throws InterruptedException {
    long began = System.nanoTime();
    for (double online = 0; online < accounts; online = sum(node -> node.ask("figures")[0])) {
      progress.show("%,.0f of %,d sessions are online".formatted(online, accounts));
      Thread.sleep(100);
    }
    progress.end();
    return (System.nanoTime() - began) / 1e9;
  }

  private void awaitCovered() throws InterruptedException {
    while (sum(node -> node.ask("figures")[4]) < nodes.size()) {
      Thread.sleep(100);
    }
  }

  private double sum(ToDoubleFunction<ChildJvm> of) {
    return nodes.stream().mapToDouble(of).sum();
  }

  private void end() {
    nodes.forEach(ChildJvm::kill);
    nodes.clear();
  }

  @Override
  public void close() {
    end();
  }
}
