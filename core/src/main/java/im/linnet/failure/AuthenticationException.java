package im.linnet.failure;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The user could not be signed in (RFC 6120, section 6). */
public final class AuthenticationException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Reason {
    /**
     * The server offers none of the client's mechanisms that can be used on this connection.
     *
     * <p>What to do: use another {@code Sasl}. The message lists what the server offers and says
     * what to try, such as {@code PasswordSasl.allowPlain}, or TLS that verifies the server.
     */
    NO_MECHANISM,
    /**
     * The server refused the credentials; {@link #condition()} says why.
     *
     * <p>What to do: use other credentials, unless the condition is {@code temporary-auth-failure}:
     * then try again later.
     */
    REFUSED,
    /**
     * The credentials could not be obtained, or can't be sent as they are.
     *
     * <p>What to do: see the message. A token may need the user's consent again.
     */
    CREDENTIALS,
    /**
     * The server violated the rules of the mechanism.
     *
     * <p>What to do: use another mechanism, and ask the operator: the server is at fault.
     */
    MALFORMED,
    /**
     * The server did not prove that it knows the user's credentials.
     *
     * <p>What to do: use another network: this may be an impostor. If it stays, ask the operator.
     */
    SERVER_UNPROVEN,
    /**
     * What the server offered and what the client received of it differ, or contradict each other
     * (XEP-0440, XEP-0474): someone between them may have changed it to weaken the sign-in. The
     * password was not sent.
     *
     * <p>What to do: use another network. If it stays, ask the operator: something between changes
     * what the server offers.
     */
    DOWNGRADED,
    /**
     * The server accepted the credentials and demands a further task (XEP-0388, section 2.6.3),
     * such as a second factor, that the client does not have.
     *
     * <p>What to do: sign in with the service's own program, or ask the operator for an account
     * without the task.
     */
    TASK,
    /**
     * The server demands more work than the client is configured to do.
     *
     * <p>What to do: set {@code PasswordSasl.maxIterations} if you trust the server.
     */
    COST
  }

  /**
   * The conditions that a server may give if the channel binding is not what it expects; the last
   * two are those of RFC 5802, section 7.
   */
  private static final Set<String> OF_THE_BINDING =
      Set.of(
          "not-authorized",
          "malformed-request",
          "channel-bindings-dont-match",
          "unsupported-channel-binding-type");

  private final Reason reason;
  private final @Nullable String mechanism;
  private final @Nullable String condition;
  private final @Nullable String text;
  private final @Nullable String lang;
  private final @Nullable String details;
  private final boolean passing;

  private AuthenticationException(
      Reason reason,
      boolean passing,
      String message,
      @Nullable String mechanism,
      @Nullable String condition,
      @Nullable String text,
      @Nullable String lang,
      @Nullable String details,
      @Nullable Throwable cause,
      @Nullable Where where) {
    super(message, cause, where);
    this.reason = reason;
    this.passing = passing;
    this.mechanism = mechanism;
    this.condition = condition;
    this.text = text;
    this.lang = lang;
    this.details = details;
  }

  /**
   * Creates a failure on the client's side.
   *
   * @param reason what failed; not {@link Reason#REFUSED}
   * @param mechanism the mechanism in use, or null before one was chosen
   * @param message a sentence: what happened, and what to try
   * @param cause the underlying failure, or null
   */
  public AuthenticationException(
      Reason reason, @Nullable String mechanism, String message, @Nullable Throwable cause) {
    this(reason, false, message, mechanism, null, null, null, null, cause, null);
  }

  /**
   * Creates the failure for a server that offers no mechanism at all, which is a fault of the
   * server.
   *
   * @param message a sentence: what happened, and what to try
   * @return the failure, for {@link Reason#NO_MECHANISM}
   */
  public static AuthenticationException nothingOffered(String message) {
    return new AuthenticationException(
        Reason.NO_MECHANISM, true, message, null, null, null, null, null, null, null);
  }

  /**
   * Creates the failure for a refusal by the server.
   *
   * @param mechanism the mechanism that was used
   * @param condition the condition as sent (RFC 6120, section 6.5), known or not; or the
   *     mechanism's own error name, such as SCRAM's {@code invalid-proof}
   * @param text the server's text, or null
   * @param lang the language of the text, or null if unknown
   * @param details further data of the mechanism, such as OAUTHBEARER's JSON, or null
   * @return the failure
   */
  public static AuthenticationException refused(
      String mechanism,
      String condition,
      @Nullable String text,
      @Nullable String lang,
      @Nullable String details) {
    String message =
        "The server refused to sign the user in by "
            + mechanism
            + ": "
            + condition
            + (text == null ? "" : " “" + text + "”");
    return new AuthenticationException(
        Reason.REFUSED,
        false,
        isPassing(condition) ? message : message + remedy(condition, mechanism),
        mechanism,
        condition,
        text,
        lang,
        details,
        null,
        null);
  }

  /**
   * Creates the failure for a refusal in another form than that of SASL, such as a stream error.
   *
   * @param mechanism the name of the method that was used
   * @param condition the condition as sent
   * @param text the server's text, or null
   * @param message a sentence: what happened, and what to try
   * @return the failure
   */
  public static AuthenticationException refused(
      String mechanism, String condition, @Nullable String text, String message) {
    return new AuthenticationException(
        Reason.REFUSED, false, message, mechanism, condition, text, null, null, null, null);
  }

  /**
   * Describes a refusal after which another mechanism was tried on the same stream, where the
   * stream ended before the server decided. Whether the credentials are right is unknown, so it is
   * as retryable as the end of the stream.
   *
   * @param next the mechanism that was tried, or null if none was chosen yet
   * @param loss what ended the stream
   * @return a copy whose message says both, with the end of the stream as its cause
   */
  public AuthenticationException cutShort(@Nullable String next, XmppException loss) {
    String message =
        "The server refused to sign the user in by %s: %s%s. %s was tried next, and the stream ended: %s"
            .formatted(
                mechanism,
                condition,
                text == null ? "" : " “" + text + "”",
                next == null ? "Another mechanism" : next,
                loss.words());
    return new AuthenticationException(
        reason,
        loss.retryable(),
        message,
        mechanism,
        condition,
        text,
        lang,
        details,
        loss,
        where());
  }

  /** {@return what failed} */
  public Reason reason() {
    return reason;
  }

  /** {@return the mechanism in use, or null if none was chosen} */
  public @Nullable String mechanism() {
    return mechanism;
  }

  /** {@return the server's condition as sent, or null if the server did not refuse} */
  public @Nullable String condition() {
    return condition;
  }

  /** {@return the server's text, or null} */
  public @Nullable String text() {
    return text;
  }

  /** {@return the language tag of {@link #text()}, or null if unknown} */
  public @Nullable String lang() {
    return lang;
  }

  /** {@return further data of the mechanism about the refusal, or null} */
  public @Nullable String details() {
    return details;
  }

  /**
   * Adds the mechanism, if it is not known yet.
   *
   * @param name the mechanism in use
   * @return this if it already has a mechanism, else a copy with the same stack trace and cause
   */
  public AuthenticationException by(String name) {
    if (mechanism != null) {
      return this;
    }
    AuthenticationException named =
        new AuthenticationException(
            reason, passing, words(), name, condition, text, lang, details, getCause(), where());
    named.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      named.addSuppressed(suppressed);
    }
    return named;
  }

  private static boolean isPassing(@Nullable String condition) {
    return "temporary-auth-failure".equals(condition);
  }

  private static String remedy(String condition, String mechanism) {
    if (mechanism.endsWith("-PLUS") && OF_THE_BINDING.contains(condition)) {
      return ": "
          + (condition.equals("not-authorized")
              ? "the user name or the password is wrong, or "
              : "")
          + "TLS ends before the server, at an attacker or at a proxy; for a proxy, or a server at"
          + " fault, see PasswordSasl.withoutChannelBinding";
    }
    return switch (condition) {
      case "not-authorized" ->
          ": the user name, the password or the token is wrong; correct it, then call connect()";
      case "credentials-expired" -> ": get new credentials, then call connect()";
      case "account-disabled" -> ": ask the operator of the service, then call connect()";
      default -> ": change what the client signs in with, then call connect()";
    };
  }

  /**
   * False if the user has to act: a server verified by TLS refused the credentials for a reason
   * other than {@code temporary-auth-failure}, offers none of the client's mechanisms, or violated
   * the rules of the mechanism; or the credentials can't be obtained. True for what came from an
   * unverified server, as it may be an impostor, if no mechanism at all is offered, and if the
   * stream ended while another mechanism was tried.
   */
  @Override
  public boolean retryable() {
    return isPassing(condition) || passing || (isHearsay() && reason != Reason.CREDENTIALS);
  }

  @Override
  XmppException copyAt(Where place) {
    return new AuthenticationException(
        reason, passing, words(), mechanism, condition, text, lang, details, getCause(), place);
  }
}
