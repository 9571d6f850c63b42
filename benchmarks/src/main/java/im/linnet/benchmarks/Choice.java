package im.linnet.benchmarks;

import java.util.List;
import java.util.Set;

/**
 * What to run, chosen on the command line.
 *
 * @param quick whether a rough result is enough
 * @param corpora the corpora to run
 * @param contestants the contestants to run
 */
public record Choice(boolean quick, List<String> corpora, List<String> contestants) {

  private static final int TURNS = 3;

  /** A benchmark that runs what was chosen. */
  @FunctionalInterface
  public interface Program {

    /**
     * Runs it.
     *
     * @param choice what was chosen
     * @throws Exception if it could not be run
     */
    void run(Choice choice) throws Exception;
  }

  /**
   * Reads {@code --quick}, {@code --corpus a,b} and {@code --contestant a,b}, runs a benchmark and
   * ends the JVM.
   *
   * @param arguments as given to {@code main}
   * @param name the benchmark's name
   * @param corpora all corpora; empty where there is none to choose
   * @param contestants all contestants
   * @param program what to run
   * @throws Exception if it could not be run
   */
  public static void run(
      String[] arguments,
      String name,
      List<String> corpora,
      List<String> contestants,
      Program program)
      throws Exception {
    Arguments.run(
        arguments,
        usage(name, corpora, contestants),
        Set.of("quick"),
        corpora.isEmpty() ? Set.of("contestant") : Set.of("contestant", "corpus"),
        given -> {
          program.run(of(given, corpora, contestants));
          return 0;
        });
  }

  static Choice of(Arguments given, List<String> corpora, List<String> contestants) {
    return new Choice(
        given.has("quick"),
        given.someOf("corpus", corpora),
        given.someOf("contestant", contestants));
  }

  private static String usage(String name, List<String> corpora, List<String> contestants) {
    String some = "  --%-10s  some of %s%n";
    return ("Usage: benchmarks/run " + name + " [options]%n").formatted()
        + "  --quick       under 5 minutes, and rougher%n".formatted()
        + (corpora.isEmpty() ? "" : some.formatted("corpus", String.join(",", corpora)))
        + some.formatted("contestant", String.join(",", contestants)).stripTrailing();
  }

  /**
   * Tells whether to run something.
   *
   * @param corpus the corpus
   * @param contestant the contestant
   * @return whether both were chosen
   */
  public boolean has(String corpus, String contestant) {
    return corpora.contains(corpus) && hasContestant(contestant);
  }

  /**
   * Tells in how many JVMs a contestant runs.
   *
   * @param rated whether a ratio with an aim is made of it
   * @return one, or more if that matters and there is time
   */
  public int turns(boolean rated) {
    return rated && !quick ? TURNS : 1;
  }

  /**
   * Tells whether to run a contestant.
   *
   * @param contestant the contestant
   * @return whether it was chosen
   */
  public boolean hasContestant(String contestant) {
    return contestants.contains(contestant);
  }
}
