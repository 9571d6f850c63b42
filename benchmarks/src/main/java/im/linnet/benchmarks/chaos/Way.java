package im.linnet.benchmarks.chaos;

import java.time.Duration;
import java.util.List;

/**
 * One direction of messages: sender, recipient, and the time of the last progress. For one thread.
 */
final class Way {

  private final Courier courier;
  private final Party from;
  private final Party to;
  private final Thread thread;
  private long arrived;
  private long since = System.nanoTime();

  /** The direction from one party to the other; starts with {@link #start}. */
  Way(String name, Party from, Party to, Settings settings) {
    this.from = from;
    this.to = to;
    this.courier = new Courier(name, from, to, settings);
    this.thread = new Thread(courier, "courier-" + name);
    thread.setDaemon(true);
  }

  void start() {
    since = System.nanoTime();
    thread.start();
  }

  Courier courier() {
    return courier;
  }

  Inbox inbox() {
    return to.inbox();
  }

  /** The numbers on the wire, before the library processes them. */
  Inbox wire() {
    return to.trace().wire();
  }

  /** Whether nothing has arrived for a time although something should. */
  boolean isStuck(Duration patience) {
    long now = inbox().arrived();
    if (now != arrived || isComplete()) {
      arrived = now;
      since = System.nanoTime();
    }
    return System.nanoTime() - since > patience.toNanos() || !(thread.isAlive() || isDone());
  }

  private boolean isDone() {
    return courier.isDone();
  }

  /** Whether both sides agree that all sent messages were delivered. */
  boolean isComplete() {
    return courier.isDone() && inbox().arrived() == courier.sent();
  }

  private boolean cameByWire(int number) {
    return !wire().missing(number + 1).contains(number);
  }

  private static List<Integer> few(List<Integer> numbers) {
    return numbers.subList(0, Math.min(40, numbers.size()));
  }

  /** The state of both sides, for the report. */
  String words() {
    return "%s%n  from: %s%n  to: %s%n  missing: %s, of which on the wire: %s"
        .formatted(
            courier.words(),
            from.words(),
            to.words(),
            few(inbox().missing(courier.sent())),
            few(inbox().missing(courier.sent()).stream().filter(this::cameByWire).toList()));
  }
}
