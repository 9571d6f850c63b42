package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.benchmarks.Quartiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code benchmarks/run lists}. */
public final class ListsTable {

  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  /** How often a list is read in a round. */
  private static final int TIMES = 5;

  private final List<Standing> standings = new ArrayList<>();
  private final ProgressLine progress = new ProgressLine();
  private final int warmUp;
  private final int rounds;

  /** One contestant and its results so far: CPU and allocation of each kind. */
  private record Standing(
      String name,
      ChildJvm jvm,
      Map<ListKind, List<Double>> cpu,
      Map<ListKind, List<Double>> heap) {

    static Standing of(String name, int port) {
      ChildJvm jvm = ChildJvm.start(ListsContest.class, JVM, name, String.valueOf(port));
      return new Standing(name, jvm, new EnumMap<>(ListKind.class), new EnumMap<>(ListKind.class));
    }

    void read(ListKind kind, int times, boolean counts) {
      double[] numbers = jvm.ask(kind + " " + times);
      if (counts) {
        cpu.computeIfAbsent(kind, first -> new ArrayList<>()).add(numbers[0]);
        heap.computeIfAbsent(kind, first -> new ArrayList<>()).add(numbers[1]);
      }
    }
  }

  private ListsTable(Choice choice) {
    warmUp = choice.quick() ? 20 : 100;
    rounds = choice.quick() ? 5 : 15;
  }

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them, corpora apart
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(arguments, "lists", List.of(), Reader.NAMES, ListsTable::run);
  }

  private static void run(Choice choice) {
    ListsTable table = new ListsTable(choice);
    try (ChildJvm peer = ChildJvm.start(ListsPeer.class, List.of())) {
      int port = (int) peer.ask("port")[0];
      try {
        Reader.NAMES.stream()
            .filter(choice::hasContestant)
            .forEach(name -> table.standings.add(Standing.of(name, port)));
        table.run();
      } finally {
        table.standings.forEach(standing -> standing.jvm().close());
      }
    }
    table.print();
  }

  private void run() {
    for (ListKind kind : ListKind.values()) {
      for (Standing standing : standings) {
        progress.show("%s, warm-up, %s".formatted(kind.id(), standing.name()));
        standing.read(kind, warmUp, false);
      }
      List<Standing> order = new ArrayList<>(standings);
      for (int round = 0; round < rounds; round++) {
        Collections.rotate(order, 1);
        for (Standing standing : order) {
          progress.show(
              "%s, round %d of %d, %s".formatted(kind.id(), round + 1, rounds, standing.name()));
          standing.read(kind, TIMES, true);
        }
      }
    }
    progress.end();
  }

  private void print() {
    System.out.println("| | client | CPU ms (quartiles) | MB allocated |");
    System.out.println("|---|---|--:|--:|");
    for (ListKind kind : ListKind.values()) {
      for (Standing standing : standings) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %s | %.2f |%n",
            kind.title(),
            standing.name(),
            Quartiles.of(standing.cpu().getOrDefault(kind, List.of())).cell(),
            median(standing.heap(), kind));
      }
    }
    System.out.println();
    if (standings.size() == 2) {
      Standing ours = standings.get(0);
      Standing peers = standings.get(1);
      for (ListKind kind : ListKind.values()) {
        Measured.ratio(
            "lists.%s-cpu".formatted(kind.id()),
            median(ours.cpu(), kind) / median(peers.cpu(), kind));
        Measured.ratio(
            "lists.%s-alloc".formatted(kind.id()),
            median(ours.heap(), kind) / median(peers.heap(), kind));
      }
    }
  }

  private static double median(Map<ListKind, List<Double>> results, ListKind kind) {
    return Quartiles.of(results.getOrDefault(kind, List.of())).median();
  }
}
