package im.linnet.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a silent connection is kept from being closed, and found out to be dead.
 *
 * <p>With {@link Kind#PING} a dead connection is noticed {@code silence} and {@code answerWithin}
 * after its end at the latest, whatever is sent in the meantime; ten times {@code answerWithin} if
 * the server can't hear us but goes on sending stanzas, behind which the answer might be. It is
 * noticed earlier by who sends on a stream that is {@linkplain BoundStream#managed() managed}: an
 * acknowledgement that is asked for is awaited for {@code answerWithin} too.
 *
 * <p>Time is that of {@link System#nanoTime}. If timers run late, as the process stood still, the
 * server is asked at once and has five seconds. On Linux that clock stands still in suspend: there,
 * tell the client by {@code XmppClient.networkChanged()} that the machine is back.
 *
 * @param kind what is sent
 * @param silence how long nothing has been sent by us before it is; or nothing that the server has
 *     shown to have received
 * @param answerWithin how long the server may take to answer before the connection is given up;
 *     null for white space, which has no answer
 */
public record KeepAlive(Kind kind, Duration silence, @Nullable Duration answerWithin) {

  /** What is sent into a silent connection. */
  public enum Kind {
    /**
     * A question: on a managed stream for an acknowledgement (XEP-0198), elsewhere a request of
     * XEP-0199. Any answer, an error too, shows that the server is there.
     */
    PING,
    /**
     * A blank between stanzas (RFC 6120, section 4.6.1), for servers that know neither question.
     * Keeps a connection, but finds out that one is dead only when the system does.
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
   * Asks the server whether it is there (XEP-0198, XEP-0199).
   *
   * @param silence how long nothing was sent before the server is asked
   * @return the keep-alive; a question unanswered for 30 seconds ends the connection
   */
  public static KeepAlive ping(Duration silence) {
    return ping(silence, Duration.ofSeconds(30));
  }

  /**
   * Asks the server whether it is there (XEP-0198, XEP-0199).
   *
   * @param silence how long nothing was sent before the server is asked
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
