package im.linnet.internal.session;

import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Attempts that the client has given up and the server may still bring to their end. Then the
 * server takes the resource from the session that the client has meanwhile, and ends that session
 * by {@code conflict}, as if another client had taken it. One attempt may have had several
 * connections, so conflicts are not counted off against attempts: while such an attempt is recent,
 * they are taken for its doing, within bounds. Belongs to the event loop.
 */
final class Ghosts {

  /**
   * How long a server may take to notice that an attempt was given up: ejabberd gives a negotiation
   * two minutes.
   */
  static final Duration LIFE = Duration.ofMinutes(2);

  /** How many conflicts one attempt may explain, as it may have made several connections. */
  static final int EACH = 8;

  /** How many are borne at most without a further attempt: there may be another client, too. */
  static final int MOST_CONFLICTS = 16;

  private OptionalLong last = OptionalLong.empty();
  private int left;

  /**
   * An attempt was given up.
   *
   * @param failure why
   * @param now the time, in nanoseconds
   */
  void appeared(XmppException failure, long now) {
    if (mayHaveSignedIn(failure)) {
      last = OptionalLong.of(now);
      left = Math.min(MOST_CONFLICTS, left + EACH);
    }
  }

  private static boolean mayHaveSignedIn(XmppException failure) {
    if (failure instanceof TransportException several && !several.attempts().isEmpty()) {
      return several.attempts().stream().anyMatch(each -> mayHaveSignedIn(each.failure()));
    }
    Where where = failure.where();
    return where == null || where.phase().compareTo(Phase.OPENING) >= 0;
  }

  /**
   * Whether a conflict is to be taken for theirs; it counts as borne.
   *
   * @param now the time, in nanoseconds
   * @return whether the client may connect again
   */
  boolean explainConflict(long now) {
    boolean recent = last.isPresent() && now - last.getAsLong() <= LIFE.toNanos();
    boolean borne = recent && left > 0;
    left -= borne ? 1 : 0;
    return borne;
  }

  /** A session has lasted: whatever was given up before has come to its end. */
  void laid() {
    left = 0;
  }
}
