package im.linnet.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands until {@link #advance} is called. Thread-safe. */
public final class ManualClock extends GatewayClock {
  private final List<Task> tasks = new ArrayList<>();
  private Instant now;

  private record Task(Instant due, Runnable work) {}

  ManualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  /**
   * Advances the time and does what became due, in order, on the calling thread.
   *
   * @param step how far
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step: " + step + " (expected: >= 0)");
    }
    Instant end = now().plus(step);
    for (Optional<Task> due = next(end); due.isPresent(); due = next(end)) {
      due.get().work().run();
    }
  }

  /** Takes the first task that is due until the end, and moves the time to it, else to the end. */
  private synchronized Optional<Task> next(Instant end) {
    Optional<Task> first =
        tasks.stream()
            .filter(task -> !task.due().isAfter(end))
            .min(Comparator.comparing(Task::due));
    first.ifPresent(tasks::remove);
    now =
        first.map(Task::due).filter(due -> due.isAfter(now)).orElse(first.isPresent() ? now : end);
    return first;
  }

  @Override
  synchronized Runnable after(Duration delay, Runnable work) {
    Task task = new Task(now.plus(delay), work);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  @Override
  synchronized void stop() {
    tasks.clear();
  }
}
