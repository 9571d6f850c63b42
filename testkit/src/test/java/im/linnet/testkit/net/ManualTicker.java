package im.linnet.testkit.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves. */
final class ManualTicker implements Ticker {
  private long now;
  private final List<Long> awaited = new ArrayList<>();

  @Override
  public synchronized long now() {
    return now;
  }

  @Override
  public synchronized void until(long due) throws InterruptedException {
    awaited.add(due);
    notifyAll();
    while (due - now > 0) {
      wait();
    }
    awaited.remove(due);
  }

  synchronized void advance(Duration by) {
    now += by.toNanos();
    notifyAll();
  }

  /** How long somebody still has to wait, once there are so many. */
  synchronized List<Duration> awaited(int number) throws InterruptedException {
    while (left().size() < number) {
      wait();
    }
    return left();
  }

  private List<Duration> left() {
    return awaited.stream()
        .filter(due -> due > now)
        .map(due -> Duration.ofNanos(due - now))
        .toList();
  }
}
