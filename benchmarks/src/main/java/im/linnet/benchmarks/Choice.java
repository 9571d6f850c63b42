package im.linnet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What to run, as the command line says.
 *
 * @param quick whether a rough result will do
 * @param corpora the corpora to run; empty for all
 * @param contestants the contestants to run; empty for all
 */
public record Choice(boolean quick, List<String> corpora, List<String> contestants) {

  private static final int TURNS = 3;

  /**
   * Reads the arguments {@code --quick}, {@code --corpus a,b} and {@code --contestant a,b}.
   *
   * @param arguments of the command line
   * @return what they say
   * @throws IllegalArgumentException if there are others
   */
  public static Choice of(String... arguments) {
    boolean quick = false;
    List<String> corpora = new ArrayList<>();
    List<String> contestants = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      boolean more = i + 1 < arguments.length;
      if (argument.equals("--quick")) {
        quick = true;
      } else if (more && argument.equals("--corpus")) {
        corpora.addAll(List.of(arguments[++i].split(",")));
      } else if (more && argument.equals("--contestant")) {
        contestants.addAll(List.of(arguments[++i].split(",")));
      } else {
        throw new IllegalArgumentException(
            "argument: %s (expected: --quick, --corpus NAMES, --contestant NAMES)"
                .formatted(argument));
      }
    }
    return new Choice(quick, corpora, contestants);
  }

  /**
   * Tells whether to run something.
   *
   * @param corpus the corpus
   * @param contestant the contestant
   * @return whether both were chosen
   */
  public boolean has(String corpus, String contestant) {
    return (corpora.isEmpty() || corpora.contains(corpus)) && hasContestant(contestant);
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
    return contestants.isEmpty() || contestants.contains(contestant);
  }
}
