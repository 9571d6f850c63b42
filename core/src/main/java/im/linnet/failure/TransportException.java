package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to the service could not be opened, secured or kept. */
public final class TransportException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Reason {
    /** The domain's DNS says that it has no such service (an SRV target of “.”). */
    NO_SERVICE,
    /** The name could not be resolved. */
    UNRESOLVED,
    /** The host refused the connection. */
    REFUSED,
    /** There is no way to the host. */
    UNREACHABLE,
    /** A time limit passed. */
    TIMED_OUT,
    /** The peer closed the connection without ending the stream. */
    CLOSED,
    /** The connection was reset or broke. */
    RESET,
    /** The proxy said no. */
    PROXY,
    /** TLS is required and the server does not offer it. */
    TLS_NOT_OFFERED,
    /** The server offered TLS and then refused it. */
    TLS_REFUSED,
    /** Bytes in clear text followed the server's consent to TLS: somebody may be injecting. */
    TLS_INJECTION,
    /** The certificate is not issued by anyone we trust, or not valid. */
    TLS_UNTRUSTED,
    /** The certificate is not for the domain that was asked for. */
    TLS_IDENTITY,
    /** The TLS handshake failed otherwise. */
    TLS_FAILED,
    /** A redirect can't be followed: malformed, a loop, or too many. */
    REDIRECT,
    /** Every endpoint failed; {@link #attempts()} lists them. */
    ALL_FAILED,
    /** A request was not answered in time. */
    NO_ANSWER,
    /** There is no connection. */
    NOT_CONNECTED,
    /** The stanza was never sent, so it did not arrive. */
    NOT_SENT,
    /**
     * The stanza was sent and not acknowledged: it may have arrived or not. Who sends it again does
     * so under the same id, so that the recipient can tell.
     */
    UNCERTAIN,
    /** This side closed the connection. */
    CLOSED_HERE
  }

  /**
   * One endpoint that was tried.
   *
   * @param endpoint the place
   * @param failure what happened there
   */
  public record Attempt(Endpoint endpoint, XmppException failure) {}

  private final Reason reason;
  private final transient List<Attempt> attempts;

  private TransportException(
      Reason reason,
      String message,
      @Nullable Throwable cause,
      List<Attempt> attempts,
      @Nullable Where where) {
    super(message, cause, where);
    this.reason = reason;
    this.attempts = List.copyOf(attempts);
  }

  /**
   * A failure with a cause below it.
   *
   * @param reason what failed
   * @param message a sentence: what happened, and what to try
   * @param cause what lies beneath, or null
   */
  public TransportException(Reason reason, String message, @Nullable Throwable cause) {
    this(reason, message, cause, List.of(), null);
  }

  /**
   * A failure of its own.
   *
   * @param reason what failed
   * @param message a sentence: what happened, and what to try
   */
  public TransportException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * The end of a list of endpoints that all failed.
   *
   * @param message a sentence
   * @param attempts each endpoint with its failure, in the order tried
   * @return the failure; its cause is the last one
   */
  public static TransportException allFailed(String message, List<Attempt> attempts) {
    StringBuilder text = new StringBuilder(message);
    for (Attempt attempt : attempts) {
      text.append("; ").append(attempt.endpoint()).append(": ").append(attempt.failure().words());
    }
    Throwable last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).failure();
    return new TransportException(Reason.ALL_FAILED, text.toString(), last, attempts, null);
  }

  /** {@return what failed} */
  public Reason reason() {
    return reason;
  }

  /** {@return every endpoint tried with its failure, in order; empty where only one was} */
  public List<Attempt> attempts() {
    return attempts;
  }

  /**
   * True for all that happens on the way, as any network can cause it: a captive portal shows a
   * certificate that nobody trusts, and takes the offer of TLS away. False for what this side
   * closed, and if every endpoint failed for good.
   */
  @Override
  public boolean retryable() {
    return switch (reason) {
      case CLOSED_HERE -> false;
      case ALL_FAILED -> attempts.stream().anyMatch(attempt -> attempt.failure().retryable());
      default -> true;
    };
  }

  @Override
  XmppException copyAt(Where place) {
    return new TransportException(reason, words(), getCause(), attempts, place);
  }
}
