package im.linnet.benchmarks.parser;

import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.Runs;
import im.linnet.benchmarks.corpus.Corpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** {@code benchmarks/run parser}. */
public final class ParserTable {

  /** The contestants that the ratios compare. */
  private static final List<String> RIVALS = List.of("linnet", "aalto-tree");

  private static final List<String> SOME =
      List.of("linnet", "aalto-tree", "aalto-events", "woodstox-tree", "smack");

  private static final List<String> ALL =
      List.of(
          "linnet",
          "aalto-tree",
          "aalto-events",
          "woodstox-tree",
          "woodstox-events",
          "smack",
          "smack-modular",
          "babbler",
          "limit-copy",
          "limit-scan",
          "limit-decode");

  /** The contestants whose ratios have an aim. */
  private static final List<String> RATED = List.of("linnet", "aalto-tree", "smack");

  private static final int PACKET = 1400;
  private static final int RECORD = 16_384;

  /** One run of a contestant. */
  private record Heat(String corpus, int chunk, String contestant) {

    private Runs.Entrant entrant(Choice choice) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("corpus", corpus);
      parameters.put("chunk", Integer.toString(chunk));
      parameters.put("contestant", contestant);
      return new Runs.Entrant(
          parameters, choice.turns(chunk == PACKET && RATED.contains(contestant)));
    }
  }

  private final Map<Heat, Measured> results = new LinkedHashMap<>();

  private ParserTable() {}

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them
   * @throws Exception if a benchmark could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(
        arguments,
        "parser",
        Corpus.names(),
        ALL,
        choice -> {
          ParserTable table = new ParserTable();
          table.run(choice);
          table.ratios();
        });
  }

  /**
   * All contestants read chat, also in small chunks; fewer read the rest, and only two in a quick
   * run.
   */
  private static List<Heat> heats(Choice choice, String corpus) {
    List<Heat> heats = new ArrayList<>();
    boolean chat = corpus.equals("chat");
    List<String> usual = choice.quick() ? RIVALS : SOME;
    for (String contestant : chat ? ALL : usual) {
      heats.add(new Heat(corpus, PACKET, contestant));
    }
    for (String contestant : choice.quick() ? List.<String>of() : RIVALS) {
      heats.add(new Heat(corpus, RECORD, contestant));
    }
    for (int chunk : chat ? new int[] {64, 256} : new int[0]) {
      heats.add(new Heat(corpus, chunk, "linnet"));
    }
    heats.removeIf(heat -> !choice.has(heat.corpus, heat.contestant));
    return heats;
  }

  private void run(Choice choice) throws RunnerException {
    int total =
        Corpus.names().stream()
            .flatMap(corpus -> heats(choice, corpus).stream())
            .mapToInt(heat -> heat.entrant(choice).turns())
            .sum();
    Runs runs = new Runs(choice.quick(), total);
    System.out.println(Measured.head("corpus", "bytes at a time", "contestant"));
    for (String name : Corpus.names()) {
      List<Heat> heats = heats(choice, name);
      List<Measured> measured =
          runs.compare(
              ParserBenchmark.class, heats.stream().map(heat -> heat.entrant(choice)).toList());
      Corpus corpus = Corpus.named(name);
      for (int i = 0; i < heats.size(); i++) {
        Heat heat = heats.get(i);
        results.put(heat, measured.get(i));
        String[] labels = {name, Integer.toString(heat.chunk), heat.contestant};
        System.out.println(
            measured.get(i).row(corpus.stream().length, corpus.stanzas().size(), labels));
      }
    }
  }

  private void ratios() {
    System.out.println();
    results.forEach(
        (heat, ours) -> {
          Measured peer = results.get(new Heat(heat.corpus, heat.chunk, "aalto-tree"));
          if (heat.contestant.equals("linnet") && peer != null) {
            String name = "parser." + heat.corpus + ".";
            Measured.ratio(
                name + heat.chunk + ".vs-aalto-tree", peer.cpuMicros() / ours.cpuMicros());
            if (heat.chunk == PACKET) {
              Measured.ratio(name + "alloc-vs-aalto-tree", ours.allocated() / peer.allocated());
            }
          }
        });
    Measured ours = result(PACKET, "linnet");
    Measured.ratio(
        "parser.chat.1400.vs-smack", result(PACKET, "smack").cpuMicros() / ours.cpuMicros());
    Measured.ratio("parser.chat.64.vs-1400", result(64, "linnet").cpuMicros() / ours.cpuMicros());
  }

  private Measured result(int chunk, String contestant) {
    return results.getOrDefault(new Heat("chat", chunk, contestant), Measured.NOTHING);
  }
}
