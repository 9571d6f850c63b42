package im.linnet.testkit.peer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Named events, each of which happens once and can be awaited by anyone before or after. */
final class Moments {
  private final Map<String, CountDownLatch> latches = new ConcurrentHashMap<>();

  void happen(String name) {
    latch(name).countDown();
  }

  /** {@return whether it happened within the limit} */
  boolean await(String name, Duration limit) {
    try {
      return latch(name).await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CountDownLatch latch(String name) {
    return latches.computeIfAbsent(name, unused -> new CountDownLatch(1));
  }
}
