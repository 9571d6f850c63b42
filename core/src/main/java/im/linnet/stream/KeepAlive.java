package im.linnet.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a silent connection is kept from being closed, and found out to be dead.
 *
 * @param kind what is sent
 * @param silence how long nothing has been sent by us before it is
 * @param answerWithin how long the server may take to answer a ping before the connection is given
 *     up; null for white space, which has no answer
 */
public record KeepAlive(Kind kind, Duration silence, @Nullable Duration answerWithin) {

  /** What is sent into a silent connection. */
  public enum Kind {
    /** A request of XEP-0199; any answer, an error too, shows that the server is there. */
    PING,
    /** A blank between stanzas (RFC 6120, section 4.6.1). */
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
   * Pings the server (XEP-0199).
   *
   * @param silence how long nothing was sent before a ping is
   * @return the keep-alive; a ping unanswered for 30 seconds ends the connection
   */
  public static KeepAlive ping(Duration silence) {
    return ping(silence, Duration.ofSeconds(30));
  }

  /**
   * Pings the server (XEP-0199).
   *
   * @param silence how long nothing was sent before a ping is
   * @param answerWithin how long an answer may take
   * @return the keep-alive
   */
  public static KeepAlive ping(Duration silence, Duration answerWithin) {
    return new KeepAlive(Kind.PING, silence, answerWithin);
  }

  /**
   * Sends a blank.
   *
   * @param silence how long nothing was sent before a blank is
   * @return the keep-alive
   */
  public static KeepAlive whitespace(Duration silence) {
    return new KeepAlive(Kind.WHITESPACE, silence, null);
  }

  /** {@return no keep-alive at all} */
  public static KeepAlive none() {
    return new KeepAlive(Kind.NONE, Duration.ZERO, null);
  }
}
