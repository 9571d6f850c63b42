package im.linnet.oauth;

import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * An error from the authorization server (RFC 6749, sections 4.1.2.1 and 5.2): the cause of an
 * {@link im.linnet.failure.AuthenticationException} or of a {@link ConsentNeeded}.
 */
public final class OauthError extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_CODE = 64;
  private static final int MAX_DESCRIPTION = 300;

  private final String code;
  private final @Nullable String description;

  /**
   * Creates an error as the server sent it; long texts are shortened.
   *
   * @param code such as {@code invalid_grant}
   * @param description the server's description, or null
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

  /** {@return the server's description, or null} */
  public @Nullable String description() {
    return description;
  }

  /** Returns whether only a new consent of the user can resolve it. */
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

  /** Returns whether it is a temporary failure of the server. */
  boolean passes() {
    return code.equals("temporarily_unavailable") || code.equals("server_error");
  }

  private static String message(String code, @Nullable String description) {
    String words = description == null ? "" : " “" + cut(description, MAX_DESCRIPTION) + "”";
    return "The authorization server says " + cut(code, MAX_CODE) + words;
  }

  /** Also removes control characters, which could forge lines in a log. */
  private static String cut(String text, int max) {
    return XmlText.shortened(text, max).replaceAll("\\p{Cntrl}", "?");
  }
}
