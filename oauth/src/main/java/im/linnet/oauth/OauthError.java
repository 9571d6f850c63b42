package im.linnet.oauth;

import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server said no (RFC 6749, sections 4.1.2.1 and 5.2): the cause of an {@link
 * im.linnet.failure.AuthenticationException} or of a {@link ConsentNeeded}.
 */
public final class OauthError extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_CODE = 64;
  private static final int MAX_DESCRIPTION = 300;

  private final String code;
  private final @Nullable String description;

  /**
   * An error as it was sent; what is too long is cut.
   *
   * @param code such as {@code invalid_grant}
   * @param description the server's words, or null
   */
  public OauthError(String code, @Nullable String description) {
    super(message(code, description), null, false, false);
    this.code = cut(code, MAX_CODE);
    this.description = description == null ? null : cut(description, MAX_DESCRIPTION);
  }

  /** {@return the code, such as {@code invalid_grant} or {@code access_denied}} */
  public String code() {
    return code;
  }

  /** {@return the server's words, or null} */
  public @Nullable String description() {
    return description;
  }

  /** Whether it can be cured by asking the user again, and by nothing else. */
  boolean asksForConsent() {
    return switch (code) {
      case "invalid_grant",
          "access_denied",
          "consent_required",
          "interaction_required",
          "login_required" ->
          true;
      default -> false;
    };
  }

  /** Whether the server has a trouble of its own that may pass. */
  boolean passes() {
    return code.equals("temporarily_unavailable") || code.equals("server_error");
  }

  private static String message(String code, @Nullable String description) {
    String words = description == null ? "" : " “" + cut(description, MAX_DESCRIPTION) + "”";
    return "The authorization server says " + cut(code, MAX_CODE) + words;
  }

  /** Also free of control characters, which could forge lines in a log. */
  private static String cut(String text, int max) {
    return XmlText.shortened(text, max).replaceAll("\\p{Cntrl}", "?");
  }
}
