package im.linnet.testkit.peer;

/**
 * How {@link Script#signIn} and {@link Script#signInByScram} let a client sign in. The system
 * property {@code linnet.signin} selects it for all scripts, so that tests of what comes after can
 * be run with each.
 */
public enum SignInForm {

  /** By RFC 6120, section 6, also in clear text: {@code rfc6120}, the default. */
  RFC6120,

  /** By SASL2 (XEP-0388): {@code sasl2}. The script begins with STARTTLS if it does not itself. */
  SASL2;

  private static final String PROPERTY = "linnet.signin";

  /**
   * {@return what the system property selects}
   *
   * @throws IllegalStateException if it names none of these
   */
  public static SignInForm selected() {
    String name = System.getProperty(PROPERTY, "rfc6120");
    return switch (name) {
      case "rfc6120" -> RFC6120;
      case "sasl2" -> SASL2;
      default ->
          throw new IllegalStateException(
              "%s=%s (expected: rfc6120 or sasl2)".formatted(PROPERTY, name));
    };
  }
}
