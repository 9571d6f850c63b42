package im.linnet.fleet.internal.signin;

import im.linnet.fleet.SignInRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who may sign in next at one server: a bucket of tokens, and a queue in which resumptions come
 * first, those with the least time left before the others, and after them those that bind, in order
 * of arrival. Bounded by the number of accounts, each of which has one place. Not thread-safe.
 *
 * @param <T> those who get turns
 */
public final class SignInQueue<T> {

  /** Who did not ask again for so long is gone. */
  private static final long PATIENCE_MILLIS = 90_000;

  private static final double NANOS = 1e9;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final SignInRate rate;
  private final Map<String, Turn<T>> byAccount = new HashMap<>();
  private final TreeSet<Turn<T>> order =
      new TreeSet<>(
          Comparator.<Turn<T>, Boolean>comparing(turn -> !turn.resume())
              .thenComparingLong(turn -> turn.resume() ? turn.deadline() : 0)
              .thenComparingLong(Turn::arrival));
  private double tokens;
  private long filled;
  private long arrivals;

  /**
   * Creates an empty queue with a full bucket.
   *
   * @param rate the rate
   * @param nanos the time
   */
  public SignInQueue(SignInRate rate, long nanos) {
    this.rate = rate;
    tokens = rate.burst();
    filled = nanos;
  }

  /**
   * Who waits for a turn.
   *
   * @param account the bare address
   * @param asker who gets the turn
   * @param resume whether there is a stream to resume
   * @param leftMillis how long the server keeps it
   * @param <T> those who get turns
   */
  public record Waiting<T>(String account, T asker, boolean resume, long leftMillis) {}

  private record Turn<T>(
      String account, T asker, boolean resume, long deadline, long arrival, long asked) {}

  /**
   * Adds an account, or renews its place.
   *
   * @param account the bare address
   * @param asker who gets the turn
   * @param resume whether there is a stream to resume
   * @param leftMillis how long the server keeps it
   * @param nanos the time
   */
  public void ask(String account, T asker, boolean resume, long leftMillis, long nanos) {
    Turn<T> before = byAccount.get(account);
    long deadline = nanos + Math.min(leftMillis, Integer.MAX_VALUE) * NANOS_A_MILLI;
    Turn<T> turn =
        before != null && before.resume() == resume
            ? new Turn<>(account, asker, resume, before.deadline(), before.arrival(), nanos)
            : new Turn<>(account, asker, resume, deadline, arrivals++, nanos);
    if (before != null) {
      order.remove(before);
    }
    byAccount.put(account, turn);
    order.add(turn);
  }

  /**
   * Takes those whose turn it is.
   *
   * @param nanos the time
   * @return whom to tell, in order
   */
  public List<T> due(long nanos) {
    tokens = Math.min(rate.burst(), tokens + (nanos - filled) / NANOS * rate.perSecond());
    filled = nanos;
    List<T> next = new ArrayList<>();
    while (!order.isEmpty() && (tokens >= 1 || !rate.limited())) {
      Turn<T> turn = order.first();
      order.remove(turn);
      byAccount.remove(turn.account());
      if (nanos - turn.asked() < PATIENCE_MILLIS * NANOS_A_MILLI) {
        tokens -= 1;
        next.add(turn.asker());
      }
    }
    return next;
  }

  /**
   * Takes all that wait, for another queue of the same server.
   *
   * @param nanos the time
   * @return them, in order
   */
  public List<Waiting<T>> drain(long nanos) {
    List<Waiting<T>> all = new ArrayList<>();
    for (Turn<T> turn : order) {
      long left = Math.max(0, (turn.deadline() - nanos) / NANOS_A_MILLI);
      all.add(new Waiting<>(turn.account(), turn.asker(), turn.resume(), left));
    }
    order.clear();
    byAccount.clear();
    return all;
  }

  /** {@return how many wait} */
  public int size() {
    return order.size();
  }
}
