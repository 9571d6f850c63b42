package im.linnet.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The cost of one operation.
 *
 * @param cpuMicros the median of the CPU time
 * @param low the first quartile
 * @param high the third quartile
 * @param allocated bytes of heap
 */
public record Measured(double cpuMicros, double low, double high, double allocated) {

  /** The result of a contestant that failed. */
  public static final Measured NOTHING =
      new Measured(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Extracts the relevant numbers from results of JMH; {@link #NOTHING} if there are none. */
  static Measured of(List<RunResult> runs) {
    List<BenchmarkResult> forks =
        runs.stream().flatMap(run -> run.getBenchmarkResults().stream()).toList();
    if (forks.isEmpty()) {
      return NOTHING;
    }
    double[] cpu =
        forks.stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(Measured::cpu)
            .sorted()
            .toArray();
    double allocated =
        forks.stream().mapToDouble(Measured::allocated).sorted().findFirst().orElse(Double.NaN);
    return new Measured(
        cpu[cpu.length / 2], cpu[cpu.length / 4], cpu[cpu.length * 3 / 4], allocated);
  }

  private static double cpu(IterationResult iteration) {
    Result<?> cpu = iteration.getSecondaryResults().get(CpuTime.NAME);
    return cpu == null ? Double.NaN : cpu.getScore();
  }

  private static double allocated(BenchmarkResult fork) {
    for (String name : fork.getSecondaryResults().keySet()) {
      Result<?> result = fork.getSecondaryResults().get(name);
      if (result != null && name.endsWith("gc.alloc.rate.norm")) {
        return result.getScore();
      }
    }
    return Double.NaN;
  }

  /**
   * One row of a table.
   *
   * @param bytes how many one operation read or wrote
   * @param stanzas how many stanzas these were
   * @param labels the first columns
   * @return the row, in Markdown
   */
  public String row(long bytes, int stanzas, String... labels) {
    if (Double.isNaN(cpuMicros)) {
      return "| " + String.join(" | ", labels) + " | failed | | | |";
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f to %,.0f | %,.0f | %,.0f |",
        String.join(" | ", Arrays.asList(labels)),
        bytes / cpuMicros,
        bytes / high,
        bytes / low,
        cpuMicros * 1000 / stanzas,
        allocated / stanzas);
  }

  /** The head of a table of such rows. */
  public static String head(String... labels) {
    return "| "
        + String.join(" | ", labels)
        + " | MB/s | quartiles | ns a stanza | bytes allocated a stanza |\n|"
        + "---|".repeat(labels.length)
        + "--:|--:|--:|--:|";
  }

  /**
   * Prints a ratio, if both sides were measured.
   *
   * @param name its name
   * @param value its value
   */
  public static void ratio(String name, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    System.out.printf(Locale.ROOT, "RATIO %s %.2f%n", name, value);
  }
}
