package im.linnet.sasl;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A source of tokens that is notified of their outcome. A provider that only returns tokens can be
 * a lambda. If it overrides {@link #refused} and {@link #renews}, it learns that a token was
 * refused, and the client immediately signs in with the next one. Any number of connections may
 * share a provider, and any thread may call its methods.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * Returns a provider of one fixed token.
   *
   * @param token the token
   * @return the provider
   */
  static TokenProvider of(String token) {
    Objects.requireNonNull(token, "token");
    return () -> CompletableFuture.completedStage(token);
  }

  /**
   * Returns the token to sign in with. Called on a worker thread at every sign-in.
   *
   * @return the token. If the stage fails with an {@link im.linnet.failure.XmppException}, that
   *     exception determines whether a retry may help
   */
  CompletionStage<String> token();

  /**
   * Called when the service accepted a token. Must not block.
   *
   * @param token the token
   */
  default void accepted(String token) {}

  /**
   * Called when the service refused a token with {@code not-authorized} or {@code
   * credentials-expired} (RFC 6120, sections 6.5.10 and 6.5.3); other conditions say nothing about
   * the token. Must not block.
   *
   * @param token the token
   */
  default void refused(String token) {}

  /**
   * Whether {@link #token()} may return a new token after one was refused. If so, the refused
   * client immediately connects once more.
   *
   * @return true if a retry makes sense; false by default
   */
  default boolean renews() {
    return false;
  }
}
