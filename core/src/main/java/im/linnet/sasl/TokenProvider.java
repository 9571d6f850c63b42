package im.linnet.sasl;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a mechanism has its tokens from, and what it says about them. A provider that only gives
 * tokens is a lambda; one that overrides {@link #refused} and {@link #renews} learns that a token
 * is no good, and the client signs in by the next one at once. Any number of connections may share
 * a provider, so its methods are called by any thread.
 */
@FunctionalInterface
public interface TokenProvider {

  /**
   * A provider of one token that never changes.
   *
   * @param token the token
   * @return the provider
   */
  static TokenProvider of(String token) {
    Objects.requireNonNull(token, "token");
    return () -> CompletableFuture.completedStage(token);
  }

  /**
   * Gives the token to sign in with. Called on a worker thread at every sign-in.
   *
   * @return the token. A stage that fails with an {@link im.linnet.failure.XmppException} says by
   *     it whether another try may help
   */
  CompletionStage<String> token();

  /**
   * The service took a token. Must not wait.
   *
   * @param token the token
   */
  default void accepted(String token) {}

  /**
   * The service refused a token, as {@code not-authorized} or {@code credentials-expired} (RFC
   * 6120, sections 6.5.10 and 6.5.3); any other condition says nothing about it. Must not wait.
   *
   * @param token the token
   */
  default void refused(String token) {}

  /**
   * Tells whether {@link #token()} may give another token after one was refused. If so, the client
   * that was refused connects once more at once.
   *
   * @return whether another try is worth it; by default it is not
   */
  default boolean renews() {
    return false;
  }
}
