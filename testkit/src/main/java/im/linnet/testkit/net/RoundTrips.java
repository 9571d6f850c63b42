package im.linnet.testkit.net;

/**
 * Counts the round trips of one connection by what each side knew when it sent something. The
 * connection itself takes one. What the client sends begins the next after the newest one of which
 * it has an answer; what the server sends belongs to the newest one that has reached it. So several
 * pieces of one answer count once, however the client replies to them. Thread-safe.
 */
final class RoundTrips {
  private int answered = 1;
  private int reached = 1;

  /** Something is read from a side: the number of the round trip that it belongs to. */
  synchronized int sent(Direction direction) {
    return direction == Direction.TO_SERVER ? answered + 1 : reached;
  }

  /** Something of that round trip is about to be written to the other side. */
  synchronized void arrives(Direction direction, int number) {
    if (direction == Direction.TO_SERVER) {
      reached = Math.max(reached, number);
    } else {
      answered = Math.max(answered, number);
    }
  }

  /** How many round trips have been completed. */
  synchronized int completed() {
    return answered;
  }
}
