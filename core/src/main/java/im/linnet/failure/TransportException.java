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
    /**
     * The domain's DNS declares that it has no such service (an SRV target of “.”).
     *
     * <p>What to do: check the domain. It has no XMPP service for clients.
     */
    NO_SERVICE,
    /**
     * The name could not be resolved.
     *
     * <p>What to do: check the domain and this machine's DNS servers; if DNS knows no SRV record,
     * name the place by {@code ClientBuilder.endpoint}.
     */
    UNRESOLVED,
    /**
     * The host refused the connection.
     *
     * <p>What to do: check the host, the port and whether the server runs.
     */
    REFUSED,
    /**
     * There is no route to the host.
     *
     * <p>What to do: check the network of this machine, and its IPv6 if the address is one.
     */
    UNREACHABLE,
    /**
     * A time limit expired.
     *
     * <p>What to do: try again later. If only this network has the problem, a firewall drops
     * packets: try WebSocket or a proxy. {@code ClientBuilder.connectLimits} sets the limits.
     */
    TIMED_OUT,
    /**
     * The peer closed the connection without ending the stream.
     *
     * <p>What to do: let a {@code ReconnectPolicy} connect again; see the server's log if it
     * repeats.
     */
    CLOSED,
    /**
     * The connection was reset or broke.
     *
     * <p>What to do: let a {@code ReconnectPolicy} connect again; if idle connections break, set a
     * shorter {@code ClientBuilder.keepAlive}.
     */
    RESET,
    /**
     * The proxy refused the connection.
     *
     * <p>What to do: check the proxy's address, user and password, and whether it allows the port.
     */
    PROXY,
    /**
     * The web server did not switch to XMPP over WebSocket (RFC 7395, section 3.1).
     *
     * <p>What to do: check the path of the address. The message has the HTTP status.
     */
    UPGRADE_REFUSED,
    /**
     * TLS is required and the server does not offer it.
     *
     * <p>What to do: use another network first, as an attacker or a captive portal can remove the
     * offer; then ask the operator. {@code TlsPolicy.Builder.insecurelyAllowClearText} is for
     * closed networks.
     */
    TLS_NOT_OFFERED,
    /**
     * The server offered TLS and then refused it.
     *
     * <p>What to do: try again later, and ask the operator.
     */
    TLS_REFUSED,
    /**
     * Clear-text bytes followed the server's {@code <proceed/>}: a possible injection.
     *
     * <p>What to do: use another network. If it stays, ask the operator: the server or something
     * before it is at fault.
     */
    TLS_INJECTION,
    /**
     * The certificate is not trusted or not valid.
     *
     * <p>What to do: use another network first, as a captive portal has such certificates; then the
     * server's certificate. A private authority is trusted by {@code TlsPolicy.Builder.trust}.
     */
    TLS_UNTRUSTED,
    /**
     * The certificate is not for the expected domain.
     *
     * <p>What to do: check the domain of the account. The message says which names the certificate
     * has; {@code TlsPolicy.Builder.alsoAccept} adds one.
     */
    TLS_IDENTITY,
    /**
     * The TLS handshake failed for another reason.
     *
     * <p>What to do: see the cause in the message: mostly no TLS version or cipher suite in common,
     * or a port that has no TLS.
     */
    TLS_FAILED,
    /**
     * A redirect can't be followed: it is malformed, part of a loop, or one too many.
     *
     * <p>What to do: try again later. If it stays, ask the operator: the server sends clients to a
     * place that does not work.
     */
    REDIRECT,
    /**
     * Every endpoint failed; {@link #attempts()} lists them.
     *
     * <p>What to do: see what the failures of the endpoints say. They are in the message, too.
     */
    ALL_FAILED,
    /**
     * A request was not answered in time.
     *
     * <p>What to do: try again later; {@code ClientBuilder.requestLimit} or {@code
     * RequestOptions.limit} allows more time. A request to a client needs its full address.
     */
    NO_ANSWER,
    /**
     * There is no connection.
     *
     * <p>What to do: call {@code connect()}, or wait for the state {@code Connected}.
     */
    NOT_CONNECTED,
    /**
     * The stanza was never sent, so it did not arrive.
     *
     * <p>What to do: send it again when connected.
     */
    NOT_SENT,
    /**
     * The stanza was sent but not acknowledged, so it may or may not have arrived. Resend it with
     * the same id, so that the recipient can detect a duplicate.
     *
     * <p>What to do: send it again with the same id when connected.
     */
    UNCERTAIN,
    /**
     * The client closed the connection.
     *
     * <p>What to do: nothing: the program called {@code close()}, {@code shutdown()} or {@code
     * suspend()}, or cancelled {@code connect()}.
     */
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
