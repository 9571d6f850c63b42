package im.linnet.sasl.siblings;

import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * X-GOOGLE-TOKEN: a token of Google's ClientLogin, in the form of PLAIN. The service takes one try
 * a connection. A value for any number of connections; {@link #toString()} does not show the token.
 */
public final class GoogleToken implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-GOOGLE-TOKEN";

  private final Supplier<CompletionStage<String>> tokens;
  private final @Nullable String user;

  private GoogleToken(Supplier<CompletionStage<String>> tokens, @Nullable String user) {
    this.tokens = tokens;
    this.user = user;
  }

  /**
   * Signs in the client's account by a token at hand.
   *
   * @param token the token
   * @return the mechanism
   */
  public static GoogleToken token(String token) {
    Objects.requireNonNull(token, "token");
    return tokens(() -> CompletableFuture.completedStage(token));
  }

  /**
   * Signs in the client's account by a token that is fetched when it is needed.
   *
   * @param tokens called on a worker thread at every sign-in
   * @return the mechanism
   */
  public static GoogleToken tokens(Supplier<CompletionStage<String>> tokens) {
    return new GoogleToken(Objects.requireNonNull(tokens, "tokens"), null);
  }

  /**
   * Signs in somebody else than the client's account.
   *
   * @param name such as {@code user@gmail.com}
   * @return a copy
   * @throws IllegalArgumentException if it is empty or holds U+0000
   */
  public GoogleToken withUser(String name) {
    return new GoogleToken(tokens, UserAndToken.name(name));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return () ->
        tokens.get().thenApply(token -> Optional.of(UserAndToken.message(user, token, channel)));
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return NAME;
  }
}
