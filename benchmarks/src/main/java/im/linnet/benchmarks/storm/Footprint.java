package im.linnet.benchmarks.storm;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * The resources of the process at one moment.
 *
 * @param heap bytes in use right after a collection
 * @param direct bytes of Netty's buffers outside the heap
 * @param threads how many threads there are
 * @param own how many of them are the library's
 * @param peak the most threads since the previous footprint
 */
record Footprint(long heap, long direct, int threads, long own, int peak) {

  static Footprint now() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    int peak = ManagementFactory.getThreadMXBean().getPeakThreadCount();
    ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    long own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("linnet-"))
            .count();
    // Twice: objects that the first collection finds may hold others that only the second frees.
    memory.gc();
    memory.gc();
    return new Footprint(memory.getHeapMemoryUsage().getUsed(), buffers(), threads, own, peak);
  }

  private static long buffers() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
        ? allocator.metric().usedDirectMemory()
        : 0;
  }

  double heapMegabytes() {
    return heap / 1e6;
  }

  double directMegabytes() {
    return direct / 1e6;
  }

  String row(String when, int clients) {
    return "| %s | %.1f | %.1f | %.1f | %d | %d | %d |"
        .formatted(
            when, heapMegabytes(), heap / 1e3 / clients, directMegabytes(), threads, own, peak);
  }

  static String head() {
    return "| when | heap, MB | KB a client | direct, MB | threads | of Linnet | most since |\n"
        + "|---|--:|--:|--:|--:|--:|--:|";
  }
}
