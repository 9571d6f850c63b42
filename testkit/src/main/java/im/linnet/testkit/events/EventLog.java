package im.linnet.testkit.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The events so far, in order, with ways to wait for one. Thread-safe.
 *
 * @param <E> the type of event
 */
public final class EventLog<E> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<E> events = new ArrayList<>();
  private final List<Expected<? extends E>> expected = new ArrayList<>();

  private record Expected<T>(
      Class<T> type, Predicate<? super T> wanted, CompletableFuture<T> found) {

    /** {@return whether this wait is over} Dependents run on another thread. */
    boolean accept(Object event) {
      if (found.isDone()) {
        return true;
      }
      if (!type.isInstance(event) || !wanted.test(type.cast(event))) {
        return false;
      }
      found.completeAsync(() -> type.cast(event));
      return true;
    }
  }

  /** An empty log. */
  public EventLog() {}

  /** {@return all events so far} */
  public synchronized List<E> all() {
    return List.copyOf(events);
  }

  /**
   * The events so far of one type.
   *
   * @param type the type
   * @param <T> the type
   * @return the events, in order
   */
  public synchronized <T extends E> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * Waits up to 30 seconds for an event; earlier ones count, too.
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
  public E await(String what, Predicate<? super E> wanted, Duration limit) {
    return await(what, 1, wanted, limit).get(0);
  }

  /**
   * Waits up to 30 seconds for an event of one type; earlier ones count, too.
   *
   * @param type the type
   * @param wanted the condition
   * @param <T> the type
   * @return the first such event
   * @throws AssertionError if it does not happen; the message lists all events
   */
  public <T extends E> T await(Class<T> type, Predicate<? super T> wanted) {
    Predicate<E> both = event -> type.isInstance(event) && wanted.test(type.cast(event));
    return type.cast(await(type.getSimpleName(), both));
  }

  /**
   * Waits for a number of events; earlier ones count, too.
   *
   * @param what the name for the failure message
   * @param number how many
   * @param wanted the condition
   * @param limit how long to wait for all of them
   * @return the first such events, in order
   * @throws AssertionError if they do not happen; the message lists all events
   * @throws IllegalArgumentException if the number is less than one
   */
  public List<E> await(String what, int number, Predicate<? super E> wanted, Duration limit) {
    if (number < 1) {
      throw new IllegalArgumentException("number: " + number + " (expected: >= 1)");
    }
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    List<E> found = new ArrayList<>();
    int seen = 0;
    try {
      while (true) {
        List<E> more = after(seen, deadline);
        if (more.isEmpty()) {
          throw new AssertionError(what + " did not come within " + limit + "; this did:" + this);
        }
        seen += more.size();
        more.stream().filter(wanted).limit(number - found.size()).forEach(found::add);
        if (found.size() == number) {
          return found;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /**
   * Waits for events behind the first ones. They are examined without the lock, as a condition may
   * ask the peer, whose threads add events.
   *
   * @return the events, empty at the deadline
   */
  private synchronized List<E> after(int seen, long deadline) throws InterruptedException {
    while (events.size() == seen) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return List.of();
      }
      wait(left / 1_000_000 + 1);
    }
    return List.copyOf(events.subList(seen, events.size()));
  }

  /**
   * The first event of a type that meets a condition, without waiting; earlier ones count, too.
   *
   * @param type the type
   * @param wanted the condition; called by the peer's threads, so it must not call the peer
   * @param <T> the type
   * @return completed with the event on another thread; never completed if there is none
   */
  public synchronized <T extends E> CompletableFuture<T> first(
      Class<T> type, Predicate<? super T> wanted) {
    Expected<T> wait = new Expected<>(type, wanted, new CompletableFuture<>());
    for (E event : events) {
      if (wait.accept(event)) {
        return wait.found();
      }
    }
    expected.add(wait);
    return wait.found();
  }

  /**
   * Appends an event and completes the waits for it.
   *
   * @param event the event
   */
  public synchronized void add(E event) {
    events.add(event);
    for (Iterator<Expected<? extends E>> waits = expected.iterator(); waits.hasNext(); ) {
      if (waits.next().accept(event)) {
        waits.remove();
      }
    }
    notifyAll();
  }

  /** {@return one line for each event} */
  @Override
  public synchronized String toString() {
    return events.stream().map(event -> "\n  " + event).collect(Collectors.joining());
  }
}
