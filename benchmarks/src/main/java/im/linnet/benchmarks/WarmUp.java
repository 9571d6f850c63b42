package im.linnet.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Runs a task until the JVM's compilers are idle: until the other threads of the JVM use almost no
 * CPU time for a while. The time needed depends on the amount of code and on the load of the
 * machine; with a fixed time some contestants would be measured compiled and others not.
 */
public final class WarmUp {

  /** The task to run. */
  public interface Task {

    /** Runs once. */
    long run() throws Exception;
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final long WINDOW = 400_000_000L;
  private static final int WINDOWS_AT_REST = 3;
  private static final long LONGEST = 30_000_000_000L;

  private WarmUp() {}

  /**
   * Runs a task until it is compiled, at most thirty seconds.
   *
   * @param task what to run
   * @return the sum of its results
   * @throws Exception if the task fails
   */
  public static long run(Task task) throws Exception {
    long start = System.nanoTime();
    long sum = 0;
    int atRest = 0;
    while (atRest < WINDOWS_AT_REST && System.nanoTime() - start < LONGEST) {
      long own = THREADS.getCurrentThreadCpuTime();
      long all = SYSTEM.getProcessCpuTime();
      while (THREADS.getCurrentThreadCpuTime() - own < WINDOW) {
        sum += task.run();
      }
      long ownNow = THREADS.getCurrentThreadCpuTime() - own;
      long others = SYSTEM.getProcessCpuTime() - all - ownNow;
      // A tenth leaves room for the collector.
      atRest = others < ownNow / 10 ? atRest + 1 : 0;
    }
    return sum;
  }
}
