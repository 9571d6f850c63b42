package im.linnet.benchmarks.encoder;

import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.Runs;
import im.linnet.benchmarks.corpus.Corpus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** {@code benchmarks/run encoder}. */
public final class EncoderTable {

  private static final List<String> ALL =
      List.of("linnet", "stringbuilder", "woodstox", "smack", "babbler");

  private static final List<String> QUICK = List.of("linnet", "stringbuilder");

  private EncoderTable() {}

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them
   * @throws RunnerException if a benchmark could not be run
   */
  public static void main(String[] arguments) throws RunnerException {
    Choice choice = Choice.of(arguments);
    int total = Corpus.names().stream().mapToInt(name -> contestants(choice, name).size()).sum();
    Runs runs = new Runs(choice.quick(), total);
    Map<String, Double> ratios = new LinkedHashMap<>();
    System.out.println(Measured.head("corpus", "contestant"));
    for (String name : Corpus.names()) {
      Corpus corpus = Corpus.named(name);
      Map<String, Measured> results = new LinkedHashMap<>();
      for (String contestant : contestants(choice, name)) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("corpus", name);
        parameters.put("contestant", contestant);
        Measured measured = runs.run(EncoderBenchmark.class, parameters, choice.quick() ? 1 : 2);
        results.put(contestant, measured);
        System.out.println(
            measured.row(corpus.stream().length, corpus.stanzas().size(), name, contestant));
      }
      ratios.put(
          "encoder." + name + ".vs-stringbuilder",
          cpu(results, "stringbuilder") / cpu(results, "linnet"));
    }
    System.out.println();
    ratios.forEach(Measured::ratio);
  }

  /** Quickly, only chat is written by all. */
  private static List<String> contestants(Choice choice, String corpus) {
    return (choice.quick() && !corpus.equals("chat") ? QUICK : ALL)
        .stream().filter(contestant -> choice.has(corpus, contestant)).toList();
  }

  private static double cpu(Map<String, Measured> results, String contestant) {
    return results.getOrDefault(contestant, Measured.NOTHING).cpuMicros();
  }
}
