package im.linnet.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in separate JVMs and shows the progress. Benchmarks that are compared run in
 * turn, so that the load of the machine affects all of them.
 */
public final class Runs {

  /**
   * A benchmark in a comparison.
   *
   * @param parameters the parameters of the benchmark
   * @param turns the number of JVMs it runs in, one after the other
   */
  public record Entrant(Map<String, String> parameters, int turns) {}

  /**
   * The JVM options of all. With a larger young generation more of the compared JVMs took up to
   * twice as long; the reason is not certain.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-Xmn32m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

  /** From this release on, JMH's use of Unsafe must be allowed, or there is a warning. */
  private static final int WARNS_OF_UNSAFE = 23;

  private final boolean quick;
  private final int total;
  private final long start = System.nanoTime();
  private int done;

  /**
   * Creates runs.
   *
   * @param quick whether a rough result is enough
   * @param total the total number of turns
   */
  public Runs(boolean quick, int total) {
    this.quick = quick;
    this.total = total;
  }

  /**
   * Runs the entrants, round after round, until each has had its turns.
   *
   * @param benchmark the class
   * @param entrants the benchmarks to compare
   * @return the results, in the same order
   * @throws RunnerException if one could not be run
   */
  public List<Measured> compare(Class<?> benchmark, List<Entrant> entrants) throws RunnerException {
    List<List<RunResult>> results = new ArrayList<>();
    entrants.forEach(entrant -> results.add(new ArrayList<>()));
    int rounds = entrants.stream().mapToInt(Entrant::turns).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < entrants.size(); i++) {
        if (round < entrants.get(i).turns) {
          results.get(i).addAll(turn(benchmark, entrants.get(i).parameters));
        }
      }
    }
    return results.stream().map(Measured::of).toList();
  }

  private Collection<RunResult> turn(Class<?> benchmark, Map<String, String> parameters)
      throws RunnerException {
    done++;
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    System.err.printf("[%d/%d, %d s] %s%n", done, total, seconds, parameters.values());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .forks(1)
            // WarmUp does the real warm-up; this is for JMH's own loop.
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(200))
            .measurementIterations(quick ? 7 : 11)
            .measurementTime(TimeValue.milliseconds(250))
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .jvmArgsAppend(arguments());
    parameters.forEach(options::param);
    return new Runner(options.build()).run();
  }

  private static String[] arguments() {
    List<String> arguments = new ArrayList<>(JVM);
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    return arguments.toArray(String[]::new);
  }
}
