package im.linnet.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Runs something until the JVM's compilers have had nothing to do for a while. How long that takes
 * depends on how much code there is and on who else uses the machine; a time fixed beforehand would
 * measure some contestants compiled and others not.
 */
public final class WarmUp {

  /** What is to be run. */
  public interface Task {

    /** Runs once. */
    long run() throws Exception;
  }

  private static final long CALM = 1_000_000_000L;
  private static final long LONGEST = 10 * CALM;

  private WarmUp() {}

  /**
   * Runs a task until it is compiled, at most ten seconds.
   *
   * @param task what to run
   * @return the sum of its results
   * @throws Exception if the task fails
   */
  public static long run(Task task) throws Exception {
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    long changed = start;
    long before = 0;
    long sum = 0;
    while (System.nanoTime() - changed < CALM && System.nanoTime() - start < LONGEST) {
      sum += task.run();
      long now = compilers.getTotalCompilationTime();
      if (now != before) {
        before = now;
        changed = System.nanoTime();
      }
    }
    return sum;
  }
}
