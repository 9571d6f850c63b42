package im.linnet.benchmarks.connections;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resources that this JVM uses now.
 *
 * @param heap bytes that survived a collection
 * @param direct bytes of buffers outside the heap
 * @param resident bytes of resident memory of the whole JVM
 * @param threads the number of live Java threads
 */
record Memory(double heap, double direct, double resident, double threads) {

  /** Runs a collection and measures. */
  static Memory now() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      // Time for the cleaners of buffers, which run after the collector.
      Thread.sleep(100);
    }
    return new Memory(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        directBytes(),
        residentBytes(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** The inverse of {@link #numbers}. */
  static Memory of(double[] numbers) {
    return new Memory(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** Netty counts some of its buffers itself; the platform counts the others. */
  private static double directBytes() {
    double platform =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToDouble(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return Math.max(platform, (double) PlatformDependent.usedDirectMemory());
  }

  private static double residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The numbers, in the order of the record. */
  double[] numbers() {
    return new double[] {heap, direct, resident, threads};
  }
}
