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

  /** The contestants that the ratios compare. */
  private static final List<String> RIVALS = List.of("linnet", "stringbuilder");

  private EncoderTable() {}

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them
   * @throws Exception if a benchmark could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(arguments, "encoder", Corpus.names(), ALL, EncoderTable::run);
  }

  private static void run(Choice choice) throws RunnerException {
    int total =
        Corpus.names().stream()
            .flatMap(name -> entrants(choice, name).stream())
            .mapToInt(Runs.Entrant::turns)
            .sum();
    Runs runs = new Runs(choice.quick(), total);
    Map<String, Double> ratios = new LinkedHashMap<>();
    System.out.println(Measured.head("corpus", "contestant"));
    for (String name : Corpus.names()) {
      Corpus corpus = Corpus.named(name);
      Map<String, Measured> results = new LinkedHashMap<>();
      List<String> contestants = contestants(choice, name);
      List<Measured> measured = runs.compare(EncoderBenchmark.class, entrants(choice, name));
      for (int i = 0; i < contestants.size(); i++) {
        String contestant = contestants.get(i);
        results.put(contestant, measured.get(i));
        System.out.println(
            measured.get(i).row(corpus.stream().length, corpus.stanzas().size(), name, contestant));
      }
      ratios.put(
          "encoder." + name + ".vs-stringbuilder",
          cpu(results, "stringbuilder") / cpu(results, "linnet"));
    }
    System.out.println();
    ratios.forEach(Measured::ratio);
  }

  /** In a quick run, all contestants write only chat. */
  private static List<String> contestants(Choice choice, String corpus) {
    return (choice.quick() && !corpus.equals("chat") ? RIVALS : ALL)
        .stream().filter(contestant -> choice.has(corpus, contestant)).toList();
  }

  private static List<Runs.Entrant> entrants(Choice choice, String corpus) {
    return contestants(choice, corpus).stream()
        .map(
            contestant -> {
              Map<String, String> parameters = new LinkedHashMap<>();
              parameters.put("corpus", corpus);
              parameters.put("contestant", contestant);
              return new Runs.Entrant(parameters, choice.turns(RIVALS.contains(contestant)));
            })
        .toList();
  }

  private static double cpu(Map<String, Measured> results, String contestant) {
    return results.getOrDefault(contestant, Measured.NOTHING).cpuMicros();
  }
}
