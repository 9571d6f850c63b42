package im.linnet.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the clock on the wall and the whole JVM's processor time say since it was made. */
public final class Stopwatch {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long wall = System.nanoTime();
  private final long cpu = SYSTEM.getProcessCpuTime();

  /** {@return seconds on the wall} */
  public double seconds() {
    return (System.nanoTime() - wall) / 1e9;
  }

  /** {@return seconds of all processors; collector and compiler are in it} */
  public double cpuSeconds() {
    return (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
  }
}
