package im.linnet.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What some work took in all threads of the program; collector and compiler do not count.
 *
 * @param nanos processor time
 * @param allocated bytes of heap
 */
public record Cost(double nanos, double allocated) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is measured. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it.
     *
     * @throws Exception if it fails
     */
    void run() throws Exception;
  }

  /**
   * Does some work and measures it.
   *
   * @param work the work
   * @return what it took
   * @throws Exception if it fails
   */
  public static Cost of(Work work) throws Exception {
    Map<Long, Cost> before = now();
    work.run();
    Map<Long, Cost> after = now();
    double nanos = 0;
    double allocated = 0;
    for (Map.Entry<Long, Cost> thread : after.entrySet()) {
      Cost start = before.getOrDefault(thread.getKey(), new Cost(0, 0));
      nanos += thread.getValue().nanos - start.nanos;
      allocated += thread.getValue().allocated - start.allocated;
    }
    return new Cost(nanos, allocated);
  }

  private static Map<Long, Cost> now() {
    Map<Long, Cost> all = new HashMap<>();
    for (long thread : THREADS.getAllThreadIds()) {
      long nanos = THREADS.getThreadCpuTime(thread);
      if (nanos >= 0) {
        all.put(thread, new Cost(nanos, THREADS.getThreadAllocatedBytes(thread)));
      }
    }
    return all;
  }

  /** {@return the median of each figure} */
  public static Cost median(List<Cost> costs) {
    return new Cost(median(costs, Cost::nanos), median(costs, Cost::allocated));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
    double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
