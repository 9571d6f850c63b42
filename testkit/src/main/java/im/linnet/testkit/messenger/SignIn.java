package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The service's side of SASL.
 *
 * @param mechanism the text of the offer; the documentation of the service prints a trailing blank
 * @param plain whether PLAIN (RFC 4616) is offered too, for clients that know nothing else: user
 *     name the e-mail address, password the token
 * @param failureText the text in a failure, or null for none
 * @param failureEnding what follows a failure
 */
public record SignIn(
    String mechanism, boolean plain, @Nullable String failureText, Ending failureEnding) {

  /** The mechanism's name. */
  public static final String MECHANISM = "X-MESSENGER-OAUTH2";

  /** {@return as traced: one mechanism, failures without text, the connection cut after one} */
  public static SignIn asTraced() {
    return new SignIn(MECHANISM, false, null, Ending.FIN);
  }

  /**
   * The same with another text of the offer.
   *
   * @param text the text
   * @return the changed copy
   */
  public SignIn withMechanism(String text) {
    return new SignIn(text, plain, failureText, failureEnding);
  }

  /**
   * The same with or without PLAIN.
   *
   * @param offered whether PLAIN is offered
   * @return the changed copy
   */
  public SignIn withPlain(boolean offered) {
    return new SignIn(mechanism, offered, failureText, failureEnding);
  }

  /**
   * The same with another failure.
   *
   * @param text the text, or null
   * @param ending what follows
   * @return the changed copy
   */
  public SignIn withFailure(@Nullable String text, Ending ending) {
    return new SignIn(mechanism, plain, text, ending);
  }
}
