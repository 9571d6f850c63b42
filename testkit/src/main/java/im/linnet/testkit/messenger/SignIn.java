package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The service's side of SASL.
 *
 * @param mechanism the text of the offer; the service's documentation prints a trailing space
 * @param plain whether PLAIN (RFC 4616) is also offered, for clients that support nothing else; the
 *     user name is the e-mail address, the password the token
 * @param failureText the text in a failure, or null for none
 * @param failureEnding how the connection ends after a failure
 */
public record SignIn(
    String mechanism, boolean plain, @Nullable String failureText, Ending failureEnding) {

  /** The mechanism's name. */
  public static final String MECHANISM = "X-MESSENGER-OAUTH2";

  /**
   * {@return as traced: one mechanism, failures without text, after which the connection is cut}
   */
  public static SignIn asTraced() {
    return new SignIn(MECHANISM, false, null, Ending.FIN);
  }

  /**
   * Returns a copy with another text of the offer.
   *
   * @param text the text
   * @return the changed copy
   */
  public SignIn withMechanism(String text) {
    return new SignIn(text, plain, failureText, failureEnding);
  }

  /**
   * Returns a copy with or without PLAIN.
   *
   * @param offered whether PLAIN is offered
   * @return the changed copy
   */
  public SignIn withPlain(boolean offered) {
    return new SignIn(mechanism, offered, failureText, failureEnding);
  }

  /**
   * Returns a copy with another failure.
   *
   * @param text the text, or null
   * @param ending how the connection ends after the failure
   * @return the changed copy
   */
  public SignIn withFailure(@Nullable String text, Ending ending) {
    return new SignIn(mechanism, plain, text, ending);
  }
}
