package im.linnet.benchmarks.lists;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** The heap that all threads of this JVM allocate; what a thread did that has ended is missed. */
final class Allocated {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> before = now();

  /** Bytes since this was made. */
  long bytes() {
    return now().entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  private static Map<Long, Long> now() {
    long[] threads = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(threads);
    Map<Long, Long> each = new HashMap<>();
    for (int i = 0; i < threads.length; i++) {
      each.put(threads[i], Math.max(0, bytes[i]));
    }
    return each;
  }
}
