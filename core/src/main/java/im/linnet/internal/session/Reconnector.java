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
import im.linnet.internal.netty.Confined;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts attempts, asks the policy, and sets the timer for the next attempt. Every attempt, however
 * it starts, cancels the timer, so there is never a second one. Belongs to the client's event loop.
 *
 * <pre>
 *   Idle ──connected──► InSession ──after──► Scheduled, or GivenUp, or Idle (the user's own wish)
 *    ▲                                          │            │
 *    └───────────starting, stop─────────────────┴────────────┘
 * </pre>
 */
public final class Reconnector {

  private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);

  /** How long a session must last before earlier failures are forgotten. */
  private static final Duration STABLE = Duration.ofMinutes(1);

  /** How long it must last before a repeated protocol fault of the server counts as a new one. */
  private static final Duration FAULTLESS = Duration.ofHours(1);

  /** How long a change of network is remembered if no reconnect was scheduled. */
  private static final Duration HINT = Duration.ofMinutes(1);

  /** How many redirects in a row are followed out of sessions that did not last. */
  private static final int MOST_REDIRECTS = 5;

  private static final Duration LONGEST = Duration.ofDays(365);

  private final ReconnectPolicy policy;
  private final EventLoop loop;
  private final InstantSource clock;

  private final Confined confined;
  private State state = new Idle();
  private int attempts;
  private int refusals;

  /** How many sessions there were since the user last called connect. */
  private int sessions;

  /** The fault for which this side ended the last session, or null if it ended otherwise. */
  private StreamError.@Nullable Condition fault;

  private final Ghosts ghosts = new Ghosts();

  /** When the network changed, if that was noted since the last attempt began. */
  private OptionalLong hintedAt = OptionalLong.empty();

  private sealed interface State {}

  /** Nothing is scheduled: an attempt is under way, or none is wanted. */
  private record Idle() implements State {}

  /** A session has been active since this time. */
  private record InSession(long began) implements State {}

  /** The timer for the next attempt is set. */
  private record Scheduled(Runnable next, Future<?> timer) implements State {}

  /** No attempt is made unless the network changes. */
  private record GivenUp() implements State {}

  /**
   * An idle reconnector.
   *
   * @param policy decides whether and when to reconnect
   * @param loop the client's event loop, whose ticker is used
   * @param clock the time of day, for display only
   */
  public Reconnector(ReconnectPolicy policy, EventLoop loop, InstantSource clock) {
    this.policy = policy;
    this.loop = loop;
    this.confined = new Confined(loop);
    this.clock = clock;
  }

  /** The time of day, for display only. */
  InstantSource clock() {
    return clock;
  }

  /** The user connects while nothing was scheduled: earlier failures are forgotten. */
  void startOver() {
    sessions = 0;
  }

  /** An attempt begins. */
  void starting() {
    confined.check();
    noteEnd(lasted(), null);
    stop();
    attempts++;
    hintedAt = OptionalLong.empty();
  }

  /** A session has begun. */
  void connected() {
    confined.check();
    state = new InSession(now());
    sessions++;
    refusals = 0;
  }

  /** Whether to follow the redirect that ended a session; a chain of redirects is limited. */
  boolean follows(StreamException ended) {
    return ended.by() == StreamException.By.SERVER
        && ended.error().condition() == StreamError.Condition.SEE_OTHER_HOST
        && (lasted().compareTo(STABLE) >= 0 || attempts <= MOST_REDIRECTS);
  }

  /**
   * A session or an attempt has ended, but not because the user closed it.
   *
   * @param failure the failure
   * @param again begins the next attempt
   * @return the next state; if it is a waiting one, the timer is set
   */
  ConnectionState after(XmppException failure, Runnable again) {
    confined.check();
    XmppException cause = withoutGhost(failure);
    Duration lasted = lasted();
    noteEnd(lasted, foundIn(cause));
    refusals = cause instanceof AuthenticationException ? refusals + 1 : 0;
    Duration delay = delay(cause, lasted);
    if (delay == null) {
      return giveUp(cause);
    }
    state = new Scheduled(again, loop.schedule(again, delay.toNanos(), TimeUnit.NANOSECONDS));
    return new Waiting(cause, clock.instant().plus(delay), attempts);
  }

  /** A conflict with an attempt that this client has given up is none with another client. */
  private XmppException withoutGhost(XmppException cause) {
    if (!(state instanceof InSession)) {
      ghosts.appeared(cause, now());
      return cause;
    }
    boolean conflict =
        cause instanceof StreamException ended
            && ended.by() == StreamException.By.SERVER
            && ended.error().condition() == StreamError.Condition.CONFLICT;
    return conflict && ghosts.explainConflict(now())
        ? new TransportException(
            Reason.CLOSED, "The server gave the resource to an attempt that was given up", cause)
        : cause;
  }

  private Disconnected giveUp(XmppException cause) {
    attempts = 0;
    refusals = 0;
    Disconnected disconnected = new Disconnected(cause);
    if (isOwnWish(cause)) {
      state = new Idle();
      return disconnected;
    }
    state = new GivenUp();
    if (sessions > 0 && !cause.retryable()) {
      LOG.info("The client does not connect again by itself: {}", disconnected);
    }
    return disconnected;
  }

  private @Nullable Duration delay(XmppException cause, Duration lasted) {
    if (isOwnWish(cause) || loop.isShuttingDown()) {
      return null;
    }
    Outage outage =
        Outage.builder(cause)
            .attempts(attempts)
            .refusals(refusals)
            .lasted(lasted)
            .sessionLost(sessions > 0)
            .networkChanged(isHinted())
            .build();
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
   * The network has changed. During an attempt or a session this is remembered for a while, because
   * both may be about to fail for that reason.
   *
   * @return whether to make an attempt now: one was scheduled, or the reconnector had given up
   */
  boolean networkChanged() {
    confined.check();
    hintedAt = OptionalLong.of(now());
    if (state instanceof Scheduled || state instanceof GivenUp) {
      attempts = 0;
      return true;
    }
    return false;
  }

  private boolean isHinted() {
    return hintedAt.isPresent() && now() - hintedAt.getAsLong() <= HINT.toNanos();
  }

  /** Cancels the timer; only the user connects from now on. */
  void stop() {
    if (state instanceof Scheduled scheduled) {
      scheduled.timer.cancel(false);
    }
    state = new Idle();
  }

  /**
   * Notes the end of a session, if there was one, and the server's fault that caused it, or null.
   */
  private void noteEnd(Duration lasted, StreamError.@Nullable Condition found) {
    if (!(state instanceof InSession)) {
      return;
    }
    Duration stable = found != null && found == fault ? FAULTLESS : STABLE;
    state = new Idle();
    fault = found;
    if (lasted.compareTo(stable) >= 0) {
      attempts = 0;
      ghosts.laid();
    }
  }

  private static StreamError.@Nullable Condition foundIn(XmppException cause) {
    return cause instanceof StreamException ended && ended.by() == StreamException.By.CLIENT
        ? ended.error().condition()
        : null;
  }

  private Duration lasted() {
    return state instanceof InSession session
        ? Duration.ofNanos(now() - session.began)
        : Duration.ZERO;
  }

  private long now() {
    return loop.ticker().nanoTime();
  }
}
