package im.linnet.testkit.messenger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The events so far, in order, with a way to wait for one. Thread-safe.
 *
 * @param <E> the type of event
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
   * Waits up to 10 seconds for an event; earlier ones count, too.
   *
   * @param what the name for the failure message
   * @param wanted the condition
   * @return the first such event
   * @throws AssertionError if it does not happen; the message lists all events
   */
  public E await(String what, Predicate<? super E> wanted) {
    return await(what, wanted, LIMIT);
  }

  /**
   * Waits for an event; earlier ones count, too.
   *
   * @param what the name for the failure message
   * @param wanted the condition
   * @param limit how long to wait
   * @return the first such event
   * @throws AssertionError if it does not happen; the message lists all events
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

  /** {@return one line for each event} */
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
