package im.linnet.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall-clock time and CPU time of the whole JVM since its creation. */
public final class Stopwatch {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long wall = System.nanoTime();
  private final long cpu = SYSTEM.getProcessCpuTime();

  /** {@return seconds of wall-clock time} */
  public double seconds() {
    return (System.nanoTime() - wall) / 1e9;
  }

  /** {@return CPU seconds of all processors, collector and compiler included} */
  public double cpuSeconds() {
    return (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
  }
}
