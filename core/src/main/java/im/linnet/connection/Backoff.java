package im.linnet.connection;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The standard policy: exponential back-off with full jitter. The delay is drawn uniformly between
 * zero and a bound that doubles with each failed attempt. This spreads the clients of a restarted
 * server and makes retries of a persistent fault ever rarer.
 *
 * <table>
 *   <caption>Causes and delays</caption>
 *   <tr><th>cause</th><th>next attempt</th></tr>
 *   <tr><td>a redirect; any loss shortly after the network changed</td><td>once, at once</td></tr>
 *   <tr><td>{@link XmppException#retryable()}: anything that the network, an
 *   impostor, another user or the server itself can cause</td><td>after a random delay</td></tr>
 *   <tr><td>anything that only the user can fix: a conflict, refused credentials, an account or
 *   domain that is gone, reported by a server verified by TLS or during a session</td>
 *   <td>never</td></tr>
 * </table>
 *
 * <p>A client that never had a session does not reconnect either, unless {@link #retryingFirst()}
 * is set, as its user is there to read the failure. Where the policy returns null, {@code
 * XmppClient.connect()} and {@code XmppClient.networkChanged()} still start an attempt.
 */
public final class Backoff implements ReconnectPolicy {

  private static final Duration MAX = Duration.ofDays(1);

  private final Duration base;
  private final Duration cap;
  private final DoubleSupplier random;
  private final boolean retriesRefused;
  private final boolean retriesFirst;

  private Backoff(
      Duration base,
      Duration cap,
      DoubleSupplier random,
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
        () -> ThreadLocalRandom.current().nextDouble(),
        false,
        false);
  }

  /**
   * Returns a copy with other bounds.
   *
   * @param first the upper bound of the first delay
   * @param most the upper bound of all delays, at most a day
   * @return the copy
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
   * Returns a copy with another source of random numbers, such as {@code new Random(7)::nextDouble}
   * in tests.
   *
   * @param numbers supplies numbers from 0 to 1 (exclusive), safe for the threads that use it
   * @return the copy
   */
  public Backoff random(DoubleSupplier numbers) {
    return new Backoff(base, cap, numbers, retriesRefused, retriesFirst);
  }

  /**
   * Returns a copy that retries once after a refusal with {@code not-authorized} or {@code
   * credentials-expired}, for credentials that are fetched at each sign-in, such as tokens.
   *
   * @return the copy
   */
  public Backoff retryingRefusedOnce() {
    return new Backoff(base, cap, random, true, retriesFirst);
  }

  /**
   * Returns a copy that also reconnects a client that never had a session, for programs that start
   * before their server or network does. The future of {@code connect()} reports the first attempt.
   *
   * @return the copy
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
    long bound = Math.min(cap.toNanos(), doubled);
    long drawn = (long) (random.getAsDouble() * (bound + 1));
    return Duration.ofNanos(Math.max(0, Math.min(bound, drawn)));
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

  /** {@return a description of the policy, for logs} */
  @Override
  public String toString() {
    return "backoff of %s to %s".formatted(base, cap)
        + (retriesRefused ? ", retrying a refusal once" : "")
        + (retriesFirst ? ", from the first connect() on" : "");
  }
}
