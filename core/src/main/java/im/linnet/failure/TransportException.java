package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connection to the service could not be opened, secured or kept. */
public final class TransportException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Reason {
    /** The domain's DNS declares that it has no such service (an SRV target of “.”). */
    NO_SERVICE,
    /** The name could not be resolved. */
    UNRESOLVED,
    /** The host refused the connection. */
    REFUSED,
    /** There is no route to the host. */
    UNREACHABLE,
    /** A time limit expired. */
    TIMED_OUT,
    /** The peer closed the connection without ending the stream. */
    CLOSED,
    /** The connection was reset or broke. */
    RESET,
    /** The proxy refused the connection. */
    PROXY,
    /** The web server did not switch to XMPP over WebSocket (RFC 7395, section 3.1). */
    UPGRADE_REFUSED,
    /** TLS is required and the server does not offer it. */
    TLS_NOT_OFFERED,
    /** The server offered TLS and then refused it. */
    TLS_REFUSED,
    /** Clear-text bytes followed the server's {@code <proceed/>}: a possible injection. */
    TLS_INJECTION,
    /** The certificate is not trusted or not valid. */
    TLS_UNTRUSTED,
    /** The certificate is not for the expected domain. */
    TLS_IDENTITY,
    /** The TLS handshake failed for another reason. */
    TLS_FAILED,
    /** A redirect can't be followed: it is malformed, part of a loop, or one too many. */
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
     * The stanza was sent but not acknowledged, so it may or may not have arrived. Resend it with
     * the same id, so that the recipient can detect a duplicate.
     */
    UNCERTAIN,
    /** The client closed the connection. */
    CLOSED_HERE
  }

  /**
   * A failed attempt to connect to one endpoint. Immutable value. Clients make them; {@link #of} is
   * for tests.
   */
  public static final class Attempt {

    private final Endpoint endpoint;
    private final XmppException failure;

    private Attempt(Endpoint endpoint, XmppException failure) {
      this.endpoint = endpoint;
      this.failure = failure;
    }

    /**
     * Creates an attempt.
     *
     * @param endpoint the endpoint
     * @param failure why it failed
     * @return the attempt
     */
    public static Attempt of(Endpoint endpoint, XmppException failure) {
      return new Attempt(endpoint, failure);
    }

    /** {@return the endpoint} */
    public Endpoint endpoint() {
      return endpoint;
    }

    /** {@return why it failed} */
    public XmppException failure() {
      return failure;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Attempt that
          && endpoint.equals(that.endpoint)
          && failure.equals(that.failure);
    }

    @Override
    public int hashCode() {
      return Objects.hash(endpoint, failure);
    }

    @Override
    public String toString() {
      return "Attempt[endpoint=%s, failure=%s]".formatted(endpoint, failure);
    }
  }

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
   * Creates a failure with a cause.
   *
   * @param reason what failed
   * @param message a sentence: what happened, and what to try
   * @param cause the underlying failure, or null
   */
  public TransportException(Reason reason, String message, @Nullable Throwable cause) {
    this(reason, message, cause, List.of(), null);
  }

  /**
   * Creates a failure without a cause.
   *
   * @param reason what failed
   * @param message a sentence: what happened, and what to try
   */
  public TransportException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Creates the failure after all endpoints failed.
   *
   * @param message a sentence
   * @param attempts the failed attempts, in the order made
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

  /** {@return the failed attempts, in order; empty if there was only one endpoint} */
  public List<Attempt> attempts() {
    return attempts;
  }

  /**
   * True for everything that a network can cause: a captive portal, for instance, presents an
   * untrusted certificate or strips the offer of TLS. False if the client closed the connection, or
   * if no endpoint's failure is retryable.
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
