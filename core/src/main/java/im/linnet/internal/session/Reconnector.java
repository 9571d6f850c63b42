package im.linnet.internal.session;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.ReconnectPolicy.Outage;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the count of attempts, asks the policy, and sets the timer of the next attempt. Each
 * attempt takes the timer off, whoever begins it, so that there is never a second one. Belongs to
 * the client's event loop.
 */
public final class Reconnector {

  private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);

  /** How long a session lasts before what went before it is forgotten. */
  private static final Duration STABLE = Duration.ofMinutes(1);

  /** How long a hint that came while nothing was waited for is remembered. */
  private static final Duration HINT = Duration.ofMinutes(1);

  /** How many redirects out of sessions that did not last are followed in a row. */
  private static final int MOST_REDIRECTS = 5;

  private static final Duration LONGEST = Duration.ofDays(365);

  private final ReconnectPolicy policy;
  private final EventLoop loop;
  private final InstantSource clock;

  private @Nullable Future<?> timer;
  private @Nullable Runnable next;
  private int attempts;
  private int refusals;
  private boolean sessionLost;
  private boolean inSession;
  private long sessionBegan;
  private boolean hinted;
  private long hintedAt;

  /**
   * A reconnector that has nothing to do yet.
   *
   * @param policy decides
   * @param loop the client's event loop, whose time is measured
   * @param clock the time of day, to be shown only
   */
  public Reconnector(ReconnectPolicy policy, EventLoop loop, InstantSource clock) {
    this.policy = policy;
    this.loop = loop;
    this.clock = clock;
  }

  /** An attempt begins. */
  void starting() {
    noteEnd();
    stop();
    attempts++;
    hinted = false;
  }

  /** A session has begun. */
  void connected() {
    inSession = true;
    sessionBegan = now();
    sessionLost = true;
    refusals = 0;
  }

  /** Whether a session ended in a redirect that is followed: a chain of them has to end. */
  boolean follows(StreamException ended) {
    return ended.by() == StreamException.By.SERVER
        && ended.error().condition() == StreamError.Condition.SEE_OTHER_HOST
        && (lasted().compareTo(STABLE) >= 0 || attempts <= MOST_REDIRECTS);
  }

  /**
   * A session or an attempt has ended, and not by the user's close.
   *
   * @param cause why
   * @param again begins the next attempt
   * @return the state that follows; the timer is set if it is one of waiting
   */
  ConnectionState after(XmppException cause, Runnable again) {
    Duration lasted = noteEnd();
    refusals = cause instanceof AuthenticationException ? refusals + 1 : 0;
    Duration delay = delay(cause, lasted);
    if (delay == null) {
      attempts = 0;
      refusals = 0;
      sessionLost = false;
      return new Disconnected(cause);
    }
    next = again;
    timer = loop.schedule(this::due, delay.toNanos(), TimeUnit.NANOSECONDS);
    return new Waiting(cause, clock.instant().plus(delay), attempts);
  }

  private @Nullable Duration delay(XmppException cause, Duration lasted) {
    if (isOwnWish(cause) || loop.isShuttingDown()) {
      return null;
    }
    Outage outage = new Outage(cause, attempts, refusals, lasted, sessionLost, isHinted());
    try {
      Duration delay = policy.delay(outage);
      return delay == null ? null : bounded(delay);
    } catch (RuntimeException thrown) {
      LOG.warn("The reconnect policy {} failed: the client stays disconnected", policy, thrown);
      return null;
    }
  }

  private static Duration bounded(Duration delay) {
    Duration least = delay.isNegative() ? Duration.ZERO : delay;
    return least.compareTo(LONGEST) > 0 ? LONGEST : least;
  }

  private static boolean isOwnWish(XmppException cause) {
    return cause instanceof TransportException ended && ended.reason() == Reason.CLOSED_HERE;
  }

  /**
   * The network has changed. A hint that comes while an attempt or a session is under way is kept
   * for a while, as both may be about to fail for it.
   *
   * @return whether an attempt was waited for, which is to be made now
   */
  boolean networkChanged() {
    hinted = true;
    hintedAt = now();
    if (next == null) {
      return false;
    }
    attempts = 0;
    return true;
  }

  private boolean isHinted() {
    return hinted && now() - hintedAt <= HINT.toNanos();
  }

  private void due() {
    Runnable again = next;
    if (again != null) {
      again.run();
    }
  }

  /** Takes the timer off. */
  void stop() {
    next = null;
    Future<?> set = timer;
    timer = null;
    if (set != null) {
      set.cancel(false);
    }
  }

  private Duration noteEnd() {
    Duration lasted = lasted();
    inSession = false;
    if (lasted.compareTo(STABLE) >= 0) {
      attempts = 0;
    }
    return lasted;
  }

  private Duration lasted() {
    return inSession ? Duration.ofNanos(now() - sessionBegan) : Duration.ZERO;
  }

  private long now() {
    return loop.ticker().nanoTime();
  }
}
