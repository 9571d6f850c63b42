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

  /** Those that the ratios are made of. */
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

  private static final int PACKET = 1400;
  private static final int RECORD = 16_384;

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
   * @param arguments as {@link Choice} reads them
   * @throws RunnerException if a benchmark could not be run
   */
  public static void main(String[] arguments) throws RunnerException {
    Choice choice = Choice.of(arguments);
    ParserTable table = new ParserTable();
    table.run(choice);
    table.ratios();
  }

  /** Chat is read by all; the rest by fewer, quickly by two. */
  private static List<Heat> heats(Choice choice) {
    List<Heat> heats = new ArrayList<>();
    for (String corpus : Corpus.names()) {
      List<String> usual = choice.quick() ? RIVALS : SOME;
      for (String contestant : corpus.equals("chat") ? ALL : usual) {
        heats.add(new Heat(corpus, PACKET, contestant));
      }
      for (String contestant : choice.quick() ? List.<String>of() : RIVALS) {
        heats.add(new Heat(corpus, RECORD, contestant));
      }
    }
    for (int chunk : new int[] {64, 256}) {
      heats.add(new Heat("chat", chunk, "linnet"));
    }
    heats.removeIf(heat -> !choice.has(heat.corpus, heat.contestant));
    return heats;
  }

  private void run(Choice choice) throws RunnerException {
    List<Heat> heats = heats(choice);
    Runs runs = new Runs(choice.quick(), heats.size());
    System.out.println(Measured.head("corpus", "bytes at a time", "contestant"));
    for (Heat heat : heats) {
      boolean twice = !choice.quick() && heat.chunk == PACKET && RIVALS.contains(heat.contestant);
      Measured measured = runs.run(ParserBenchmark.class, heat.parameters(), twice ? 2 : 1);
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
