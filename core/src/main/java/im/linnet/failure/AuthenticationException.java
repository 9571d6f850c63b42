package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** The user could not be signed in (RFC 6120, section 6). */
public final class AuthenticationException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Reason {
    /** The server offers no mechanism that the client is set to use. */
    NO_MECHANISM,
    /** The server refused the credentials; {@link #condition()} says why. */
    REFUSED,
    /** The credentials could not be had or can't be sent as they are. */
    CREDENTIALS,
    /** What the server sent breaks the mechanism's rules. */
    MALFORMED,
    /** The server could not prove that it knows the user. */
    SERVER_UNPROVEN,
    /** The server demands more work than the client is set to do. */
    COST
  }

  private final Reason reason;
  private final @Nullable String mechanism;
  private final @Nullable String condition;
  private final @Nullable String text;
  private final @Nullable String lang;
  private final @Nullable String details;
  private final boolean unoffered;

  private AuthenticationException(
      Reason reason,
      boolean unoffered,
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
    this.unoffered = unoffered;
    this.mechanism = mechanism;
    this.condition = condition;
    this.text = text;
    this.lang = lang;
    this.details = details;
  }

  /**
   * A failure on this side.
   *
   * @param reason what failed; not {@link Reason#REFUSED}
   * @param mechanism the mechanism in use, or null before one was chosen
   * @param message a sentence: what happened, and what to try
   * @param cause what lies beneath, or null
   */
  public AuthenticationException(
      Reason reason, @Nullable String mechanism, String message, @Nullable Throwable cause) {
    this(reason, false, message, mechanism, null, null, null, null, cause, null);
  }

  /**
   * The server offers no mechanism at all, whatever the client is set to use: it is out of order.
   *
   * @param message a sentence: what happened, and what to try
   * @return the failure, for {@link Reason#NO_MECHANISM}
   */
  public static AuthenticationException nothingOffered(String message) {
    return new AuthenticationException(
        Reason.NO_MECHANISM, true, message, null, null, null, null, null, null, null);
  }

  /**
   * The server refused.
   *
   * @param mechanism the mechanism that was used
   * @param condition the failure's condition as sent (RFC 6120, section 6.5), known or not; or the
   *     mechanism's own name for it, such as SCRAM's {@code invalid-proof}
   * @param text the server's words, or null
   * @param lang the language of the text, or null if it is not known
   * @param details what the mechanism carried beside it, such as OAUTHBEARER's JSON, or null
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
        isPassing(condition) ? message : message + remedy(condition),
        mechanism,
        condition,
        text,
        lang,
        details,
        null,
        null);
  }

  /** {@return what failed} */
  public Reason reason() {
    return reason;
  }

  /** {@return the mechanism in use, or null if none was chosen} */
  public @Nullable String mechanism() {
    return mechanism;
  }

  /** {@return the server's condition as it was sent, or null if the server did not refuse} */
  public @Nullable String condition() {
    return condition;
  }

  /** {@return the server's words, or null} */
  public @Nullable String text() {
    return text;
  }

  /** {@return the language of {@link #text()} as a tag, or null if it is not known} */
  public @Nullable String lang() {
    return lang;
  }

  /** {@return what the mechanism carried beside the refusal, or null} */
  public @Nullable String details() {
    return details;
  }

  /**
   * The same failure with its mechanism named.
   *
   * @param name the mechanism in use
   * @return this if it names one already, else a copy that keeps stack trace and cause
   */
  public AuthenticationException by(String name) {
    if (mechanism != null) {
      return this;
    }
    AuthenticationException named =
        new AuthenticationException(
            reason, unoffered, words(), name, condition, text, lang, details, getCause(), where());
    named.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      named.addSuppressed(suppressed);
    }
    return named;
  }

  private static boolean isPassing(@Nullable String condition) {
    return "temporary-auth-failure".equals(condition);
  }

  private static String remedy(String condition) {
    return switch (condition) {
      case "not-authorized" ->
          ": the user name, the password or the token is wrong; correct it, then call connect()";
      case "credentials-expired" -> ": get new credentials, then call connect()";
      case "account-disabled" -> ": ask the operator of the service, then call connect()";
      default -> ": change what the client signs in with, then call connect()";
    };
  }

  /**
   * False where the user has to act: if a server that TLS had proved refuses the credentials for
   * another reason than {@code temporary-auth-failure}, offers no mechanism of the client's, or
   * breaks the mechanism's rules, and wherever the credentials can't be had. True for what was said
   * before that proof, as a stranger may have said it, and if no mechanism at all is offered.
   */
  @Override
  public boolean retryable() {
    return isPassing(condition) || unoffered || (isHearsay() && reason != Reason.CREDENTIALS);
  }

  @Override
  XmppException copyAt(Where place) {
    return new AuthenticationException(
        reason, unoffered, words(), mechanism, condition, text, lang, details, getCause(), place);
  }
}
