package im.linnet.connection;

import im.linnet.failure.XmppException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a client that lost its connection makes another by itself. Users may write their
 * own; {@link #standard()} is right for most.
 *
 * <p>A policy is called on an event loop: it decides at once, from what it is given, and is safe
 * for the threads of all clients that share it. It is not asked after the user has closed the
 * client or cancelled {@code connect()}, and what it throws counts as never.
 */
@FunctionalInterface
public interface ReconnectPolicy {

  /**
   * Decides after a loss or a failed attempt.
   *
   * @param outage what is known
   * @return how long to wait before the next attempt, zero for at once; null for never: the client
   *     is then disconnected until {@code XmppClient.connect()} or {@code
   *     XmppClient.networkChanged()} is called
   */
  @Nullable Duration delay(Outage outage);

  /** {@return never: the client is disconnected after each loss} */
  static ReconnectPolicy never() {
    return outage -> null;
  }

  /** {@return a growing random delay of up to a minute; never where the user has to act} */
  static Backoff standard() {
    return Backoff.standard();
  }

  /**
   * A time without connection, as far as it is known when an attempt has just failed or a session
   * has just ended.
   *
   * @param cause why
   * @param attempts how many attempts in a row have led to no lasting session; 0 right after the
   *     loss of one. A session lasts if it goes on for a minute, or for an hour if this side ended
   *     it for the same fault of the server's as the one before
   * @param refusals how many attempts in a row, this one included, the server has refused to sign
   *     in; 0 if the cause is something else
   * @param lasted how long the session lasted that has just ended; zero if an attempt has failed
   * @param sessionLost whether there was a session since the last {@code connect()} on a
   *     disconnected client; false if it has never got that far
   * @param networkChanged whether the client was told within the last minute that the network has
   *     changed, and has begun no attempt since
   */
  record Outage(
      XmppException cause,
      int attempts,
      int refusals,
      Duration lasted,
      boolean sessionLost,
      boolean networkChanged) {}
}
