package im.linnet.oauth;

import im.linnet.failure.AuthenticationException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The user has to consent in a browser; nothing else can resolve the failure. This is the cause of
 * the {@link AuthenticationException} with which the sign-in fails; {@link #in} finds it there.
 *
 * <pre>{@code
 * client.connect().whenComplete((stream, failure) -> {
 *   ConsentNeeded needed = ConsentNeeded.in(failure);
 *   if (needed != null) {
 *     new CodeFlow(endpoint)
 *         .run(page -> System.out.println("Please open " + page))
 *         .thenCompose(tokens::accept);
 *   }
 * });
 * }</pre>
 */
public final class ConsentNeeded extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_CAUSES = 16;

  /** The reason. */
  public enum Reason {
    /**
     * The user has not consented yet, or the stored tokens are lost.
     *
     * <p>What to do: run {@link CodeFlow}, and give the result to {@link TokenSource#accept}.
     */
    NEVER_GIVEN,
    /**
     * The access token is no longer valid, and there is no refresh token.
     *
     * <p>What to do: run {@link CodeFlow} again, with a scope for which the server gives refresh
     * tokens.
     */
    NO_REFRESH_TOKEN,
    /**
     * The authorization server refuses the refresh token: it was revoked or has expired.
     *
     * <p>What to do: run {@link CodeFlow} again.
     */
    REVOKED,
    /**
     * The service refuses a token that was just refreshed, probably because its scope is wrong.
     *
     * <p>What to do: check the scope and the account; then {@link CodeFlow} again.
     */
    REFUSED_AFRESH
  }

  private final Reason reason;
  private final URI authorization;

  ConsentNeeded(Reason reason, URI authorization, @Nullable Throwable cause) {
    super("The user's consent is needed: " + reason, cause);
    this.reason = reason;
    this.authorization = authorization;
  }

  /** {@return the reason} */
  public Reason reason() {
    return reason;
  }

  /**
   * The page on which the user consents, with the redirect to the server's own page for
   * applications. {@link CodeFlow} makes its own address, which redirects to the program.
   *
   * @return the address for a browser
   */
  public URI authorization() {
    return authorization;
  }

  /**
   * Finds this exception among the causes of a failure.
   *
   * @param failure the failure of a future, or null
   * @return the exception, or null if consent is not needed
   */
  public static @Nullable ConsentNeeded in(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof ConsentNeeded needed) {
        return needed;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** As the failure of a sign-in. */
  AuthenticationException asFailure() {
    String why =
        switch (reason) {
          case NEVER_GIVEN -> "There is no token yet";
          case NO_REFRESH_TOKEN ->
              "The access token is of no use any more and there is no refresh token, which takes"
                  + " the code flow and often a scope of its own";
          case REVOKED -> "The authorization server does not take the refresh token any more";
          case REFUSED_AFRESH ->
              "The service refused a token that was just refreshed; is its scope that of the"
                  + " service?";
        };
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS,
        null,
        why + ": the user's consent is needed, try CodeFlow and TokenSource.accept",
        this);
  }
}
