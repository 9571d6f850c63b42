package im.linnet.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an idle connection is kept open and a dead one detected.
 *
 * <p>With {@link Kind#PING}, a dead connection is detected at most {@code silence} plus {@code
 * answerWithin} after it died, regardless of what is sent in the meantime. If the server no longer
 * receives but still sends stanzas, the answer may be queued behind them, and detection takes up to
 * ten times {@code answerWithin}. Sending on a {@linkplain BoundStream#managed() managed} stream
 * detects it earlier, as requested acknowledgements must also arrive within {@code answerWithin}.
 *
 * <p>If the server announces after what idle time it may end a stream (XEP-0478), something is sent
 * after half of that time at the latest, even if {@code silence} is longer: what the kind sends, or
 * whitespace while an answer is awaited. With {@link Kind#NONE} nothing is.
 *
 * <p>Time is measured by {@link System#nanoTime}. If timers fire late because the process was
 * stopped, the server is pinged at once and has five seconds to answer. On Linux this clock stops
 * while the machine is suspended: call {@code XmppClient.networkChanged()} when it is back.
 *
 * @param kind what is sent
 * @param silence the idle time before a keep-alive is sent, counted from the last data sent, or
 *     from the last sign that the server has received something
 * @param answerWithin how long the server may take to answer before the connection is given up;
 *     null for whitespace, which has no answer
 */
public record KeepAlive(Kind kind, Duration silence, @Nullable Duration answerWithin) {

  /** What is sent on an idle connection. */
  public enum Kind {
    /**
     * An acknowledgement request on a managed stream (XEP-0198), else a ping (XEP-0199). Any
     * answer, even an error, shows that the server is alive. A component (XEP-0114) pings its own
     * domain; the server routes the ping back.
     */
    PING,
    /**
     * A whitespace keep-alive (RFC 6120, section 4.6.1), for servers that support neither. A dead
     * connection is detected only when the operating system does.
     */
    WHITESPACE,
    /** Nothing. */
    NONE
  }

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public KeepAlive {
    if (kind != Kind.NONE && (silence.isNegative() || silence.isZero())) {
      throw new IllegalArgumentException("silence: %s (expected: > 0)".formatted(silence));
    }
    if (kind == Kind.PING
        && (answerWithin == null || answerWithin.isNegative() || answerWithin.isZero())) {
      throw new IllegalArgumentException(
          "answerWithin: %s (expected: > 0)".formatted(answerWithin));
    }
  }

  /**
   * Pings the server when the connection is idle (XEP-0198, XEP-0199).
   *
   * @param silence the idle time before a ping
   * @return the keep-alive; a ping unanswered for 30 seconds ends the connection
   */
  public static KeepAlive ping(Duration silence) {
    return ping(silence, Duration.ofSeconds(30));
  }

  /**
   * Pings the server when the connection is idle (XEP-0198, XEP-0199).
   *
   * @param silence the idle time before a ping
   * @param answerWithin how long the server may take to answer
   * @return the keep-alive
   */
  public static KeepAlive ping(Duration silence, Duration answerWithin) {
    return new KeepAlive(Kind.PING, silence, answerWithin);
  }

  /**
   * Sends whitespace when the connection is idle.
   *
   * @param silence the idle time before whitespace is sent
   * @return the keep-alive
   */
  public static KeepAlive whitespace(Duration silence) {
    return new KeepAlive(Kind.WHITESPACE, silence, null);
  }

  /** {@return no keep-alive} */
  public static KeepAlive none() {
    return new KeepAlive(Kind.NONE, Duration.ZERO, null);
  }
}
