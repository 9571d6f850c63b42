package im.linnet.testkit.messenger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What happened so far, in order, and a way to wait for what is to happen. Safe for all threads.
 *
 * @param <E> the kind of event
 */
public final class EventLog<E> {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<E> events = new ArrayList<>();

  EventLog() {}

  /** {@return all events so far} */
  public synchronized List<E> all() {
    return List.copyOf(events);
  }

  /**
   * Waits up to 10 seconds for an event; one that happened already counts.
   *
   * @param what a name for the failure message
   * @param wanted which event
   * @return the first such event
   * @throws AssertionError if it does not come, with all that came
   */
  public E await(String what, Predicate<? super E> wanted) {
    return await(what, wanted, LIMIT);
  }

  /**
   * Waits for an event; one that happened already counts.
   *
   * @param what a name for the failure message
   * @param wanted which event
   * @param limit how long to wait
   * @return the first such event
   * @throws AssertionError if it does not come, with all that came
   */
  public synchronized E await(String what, Predicate<? super E> wanted, Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    try {
      Optional<E> found = first(wanted);
      while (found.isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError(what + " did not come within " + limit + "; this did:" + this);
        }
        wait(left / 1_000_000 + 1);
        found = first(wanted);
      }
      return found.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  synchronized void add(E event) {
    events.add(event);
    notifyAll();
  }

  /** {@return a line an event} */
  @Override
  public synchronized String toString() {
    return events.stream().map(event -> "\n  " + event).collect(Collectors.joining());
  }

  private Optional<E> first(Predicate<? super E> wanted) {
    for (E event : events) {
      if (wanted.test(event)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }
}
