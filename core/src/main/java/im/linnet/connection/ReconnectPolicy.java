package im.linnet.connection;

import im.linnet.failure.XmppException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when a client reconnects after losing its connection. {@link #standard()}
 * suits most programs; custom policies are possible.
 *
 * <p>A policy is called on an event loop, so it must not block, and must be thread-safe if clients
 * share it. It is not called after the user closed the client or cancelled {@code connect()}. If it
 * throws, the client does not reconnect.
 */
@FunctionalInterface
public interface ReconnectPolicy {

  /**
   * Decides after a loss or a failed attempt.
   *
   * @param outage the facts about the outage
   * @return the delay before the next attempt, zero for at once; null for never: the client then
   *     stays disconnected until {@code XmppClient.connect()} or {@code
   *     XmppClient.networkChanged()} is called
   */
  @Nullable Duration delay(Outage outage);

  /** {@return a policy that never reconnects} */
  static ReconnectPolicy never() {
    return outage -> null;
  }

  /**
   * {@return a policy with growing random delays of up to a minute, which does not reconnect if the
   * user has to act}
   */
  static Backoff standard() {
    return Backoff.standard();
  }

  /**
   * A time without connection, as known when an attempt has just failed or a session has just
   * ended.
   *
   * @param cause why the attempt failed or the session ended
   * @param attempts the number of consecutive attempts without a lasting session; 0 right after the
   *     loss of a lasting one. A session is lasting after a minute, or after an hour if the client
   *     ended it because of the same server fault as the previous one
   * @param refusals the number of consecutive attempts, including this one, in which the server
   *     refused the sign-in; 0 if the cause is something else
   * @param lasted the duration of the session that has just ended; zero if an attempt failed
   * @param sessionLost whether there was a session since {@code connect()} was last called on the
   *     disconnected client
   * @param networkChanged whether {@code networkChanged()} was called within the last minute, and
   *     no attempt has started since
   */
  record Outage(
      XmppException cause,
      int attempts,
      int refusals,
      Duration lasted,
      boolean sessionLost,
      boolean networkChanged) {}
}
