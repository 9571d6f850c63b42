package im.linnet.connection;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The standard policy: after a loss, a delay drawn evenly between zero and a bound that doubles
 * with each attempt in vain (exponential back-off with full jitter), so that the clients of a
 * server that restarts come back spread, and one fault over and over is met ever more seldom.
 *
 * <table>
 *   <caption>What follows what</caption>
 *   <tr><th>cause</th><th>next attempt</th></tr>
 *   <tr><td>a redirect; any loss soon after the network changed</td><td>at once, one time</td></tr>
 *   <tr><td>{@link XmppException#retryable()}: whatever a network, a stranger in the server's
 *   place, another user or the server itself can cause</td><td>after a random delay</td></tr>
 *   <tr><td>what only the user can help: a conflict, refused credentials, an account or domain
 *   that is gone, said by a server that TLS had proved or in session</td><td>never</td></tr>
 * </table>
 *
 * <p>A client that never had a session is not connected again either, unless {@link
 * #retryingFirst()} says so: its user is there to read why. Where this says never, {@code
 * XmppClient.connect()} and {@code XmppClient.networkChanged()} try again all the same.
 */
public final class Backoff implements ReconnectPolicy {

  private static final Duration MAX = Duration.ofDays(1);

  private final Duration base;
  private final Duration cap;
  private final RandomGenerator random;
  private final boolean retriesRefused;
  private final boolean retriesFirst;

  private Backoff(
      Duration base,
      Duration cap,
      RandomGenerator random,
      boolean retriesRefused,
      boolean retriesFirst) {
    this.base = base;
    this.cap = cap;
    this.random = random;
    this.retriesRefused = retriesRefused;
    this.retriesFirst = retriesFirst;
  }

  static Backoff standard() {
    return new Backoff(
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        () -> ThreadLocalRandom.current().nextLong(),
        false,
        false);
  }

  /**
   * The same policy with other bounds.
   *
   * @param first what the first delay stays below
   * @param most what no delay exceeds, at most a day
   * @return the policy
   * @throws IllegalArgumentException if they are not positive or not in this order
   */
  public Backoff between(Duration first, Duration most) {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first: %s (expected: > 0)".formatted(first));
    }
    if (most.compareTo(first) < 0 || most.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "most: %s (expected: %s to %s)".formatted(most, first, MAX));
    }
    return new Backoff(first, most, random, retriesRefused, retriesFirst);
  }

  /**
   * The same policy with another source of chance, such as a seeded one in tests.
   *
   * @param generator the source, safe for the threads it is used by
   * @return the policy
   */
  public Backoff random(RandomGenerator generator) {
    return new Backoff(base, cap, generator, retriesRefused, retriesFirst);
  }

  /**
   * The same policy, but after a refusal with {@code not-authorized} or {@code credentials-expired}
   * it tries one more time: for credentials that are fetched anew, such as those of a token source.
   *
   * @return the policy
   */
  public Backoff retryingRefusedOnce() {
    return new Backoff(base, cap, random, true, retriesFirst);
  }

  /**
   * The same policy, also for a client that never had a session: for programs that start before
   * their server or their network does. The future of {@code connect()} tells of the first attempt.
   *
   * @return the policy
   */
  public Backoff retryingFirst() {
    return new Backoff(base, cap, random, retriesRefused, true);
  }

  @Override
  public @Nullable Duration delay(Outage outage) {
    if (!outage.sessionLost() && !retriesFirst) {
      return null;
    }
    if (!outage.cause().retryable() && !isFirstRefusal(outage)) {
      return null;
    }
    boolean atOnce = isRedirect(outage.cause()) && outage.attempts() == 0;
    return atOnce || outage.networkChanged() ? Duration.ZERO : drawn(outage.attempts());
  }

  private Duration drawn(int attempts) {
    long doubled =
        base.toNanos() << Math.min(attempts, Long.numberOfLeadingZeros(base.toNanos()) - 1);
    return Duration.ofNanos(random.nextLong(Math.min(cap.toNanos(), doubled) + 1));
  }

  private boolean isFirstRefusal(Outage outage) {
    return retriesRefused
        && outage.refusals() == 1
        && outage.cause() instanceof AuthenticationException refused
        && refused.reason() == Reason.REFUSED
        && ("not-authorized".equals(refused.condition())
            || "credentials-expired".equals(refused.condition()));
  }

  private static boolean isRedirect(XmppException cause) {
    return cause instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && ended.error().condition() == Condition.SEE_OTHER_HOST;
  }

  /** {@return the policy in words, for logs} */
  @Override
  public String toString() {
    return "backoff of %s to %s".formatted(base, cap)
        + (retriesRefused ? ", retrying a refusal once" : "")
        + (retriesFirst ? ", from the first connect() on" : "");
  }
}
