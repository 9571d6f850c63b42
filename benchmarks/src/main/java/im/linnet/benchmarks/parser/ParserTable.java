package im.linnet.benchmarks.parser;

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

  private static final List<String> QUICK = List.of("linnet", "aalto-tree");
  private static final List<String> ALL =
      List.of(
          "linnet",
          "aalto-events",
          "aalto-tree",
          "woodstox-events",
          "woodstox-tree",
          "smack",
          "smack-modular",
          "babbler",
          "limit-copy",
          "limit-scan",
          "limit-decode");

  /** One run of a contestant. */
  private record Heat(String corpus, int chunk, String contestant) {

    private Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("corpus", corpus);
      parameters.put("chunk", Integer.toString(chunk));
      parameters.put("contestant", contestant);
      return parameters;
    }
  }

  private final Map<Heat, Measured> results = new LinkedHashMap<>();

  private ParserTable() {}

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments {@code --quick}, or none
   * @throws RunnerException if a benchmark could not be run
   */
  public static void main(String[] arguments) throws RunnerException {
    boolean quick = List.of(arguments).contains("--quick");
    ParserTable table = new ParserTable();
    table.run(quick);
    table.ratios();
  }

  /** Quickly, only chat is read by all; in full, everything is, in chunks of both sizes. */
  private static List<Heat> heats(boolean quick) {
    List<Heat> heats = new ArrayList<>();
    for (String corpus : Corpus.names()) {
      for (int chunk : quick ? new int[] {1400} : new int[] {1400, 16_384}) {
        for (String contestant : quick && !corpus.equals("chat") ? QUICK : ALL) {
          heats.add(new Heat(corpus, chunk, contestant));
        }
      }
    }
    for (int chunk : new int[] {64, 256}) {
      heats.add(new Heat("chat", chunk, "linnet"));
    }
    return heats;
  }

  private void run(boolean quick) throws RunnerException {
    List<Heat> heats = heats(quick);
    Runs runs = new Runs(quick, heats.size());
    System.out.println(Measured.head("corpus", "bytes at a time", "contestant"));
    for (Heat heat : heats) {
      Measured measured = runs.run(ParserBenchmark.class, heat.parameters());
      results.put(heat, measured);
      Corpus corpus = Corpus.named(heat.corpus);
      String[] labels = {heat.corpus, Integer.toString(heat.chunk), heat.contestant};
      System.out.println(measured.row(corpus.stream().length, corpus.stanzas().size(), labels));
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
            if (heat.chunk == 1400) {
              Measured.ratio(name + "alloc-vs-aalto-tree", ours.allocated() / peer.allocated());
            }
          }
        });
    Measured ours = result(1400, "linnet");
    Measured.ratio(
        "parser.chat.1400.vs-smack", result(1400, "smack").cpuMicros() / ours.cpuMicros());
    Measured.ratio("parser.chat.64.vs-1400", result(64, "linnet").cpuMicros() / ours.cpuMicros());
  }

  private Measured result(int chunk, String contestant) {
    return results.getOrDefault(new Heat("chat", chunk, contestant), Measured.NOTHING);
  }
}
