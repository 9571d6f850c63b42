package im.linnet.benchmarks;

import java.util.ArrayList;
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

/** Runs benchmarks one after the other, each in JVMs of its own, and says which one it is at. */
public final class Runs {

  private static final List<String> JVM =
      List.of(
          "-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

  /** From this release on JMH's own use of Unsafe has to be allowed, or is warned of. */
  private static final int WARNS_OF_UNSAFE = 23;

  private final boolean quick;
  private final int total;
  private final long start = System.nanoTime();
  private int done;

  /**
   * Runs to come.
   *
   * @param quick whether a rough result will do
   * @param total how many there will be
   */
  public Runs(boolean quick, int total) {
    this.quick = quick;
    this.total = total;
  }

  /**
   * Runs one.
   *
   * @param benchmark the class
   * @param parameters its parameters
   * @param forks in how many JVMs, one after the other
   * @return what came out
   * @throws RunnerException if it could not be run
   */
  public Measured run(Class<?> benchmark, Map<String, String> parameters, int forks)
      throws RunnerException {
    done++;
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    System.err.printf("[%d/%d, %d s] %s%n", done, total, seconds, parameters.values());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .forks(forks)
            // The real one is WarmUp; this is for JMH's own loop.
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(200))
            .measurementIterations(quick ? 7 : 11)
            .measurementTime(TimeValue.milliseconds(250))
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .jvmArgsAppend(arguments());
    parameters.forEach(options::param);
    List<RunResult> results = new ArrayList<>(new Runner(options.build()).run());
    return results.isEmpty() ? Measured.NOTHING : Measured.of(results.get(0));
  }

  private static String[] arguments() {
    List<String> arguments = new ArrayList<>(JVM);
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    return arguments.toArray(String[]::new);
  }
}
