package im.linnet.test;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The event loops' threads that run. */
final class LoopThreads {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private LoopThreads() {}

  static Set<Thread> now() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("linnet-io"))
        .collect(Collectors.toSet());
  }

  /** Those that began after others and do not end within a while. */
  static Set<Thread> leftSince(Set<Thread> others) throws InterruptedException {
    Set<Thread> later = new HashSet<>(now());
    later.removeAll(others);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (Thread each : later) {
      TimeUnit.NANOSECONDS.timedJoin(each, deadline - System.nanoTime());
    }
    later.removeIf(each -> !each.isAlive());
    return later;
  }
}
