package im.linnet.sasl;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in with one message that contains a token. Reports the outcome to the token provider.
 * Exchanges with further messages can delegate to an instance.
 */
public final class TokenExchange implements SaslExchange {

  /** RFC 6120, sections 6.5.10 and 6.5.3. */
  private static final Set<String> OF_THE_TOKEN = Set.of("not-authorized", "credentials-expired");

  private final TokenProvider tokens;
  private final Function<String, byte[]> message;
  private volatile @Nullable String token;

  /**
   * Starts a sign-in.
   *
   * @param tokens provides the token
   * @param message creates the client's message from the token; if it throws, the sign-in fails
   */
  public TokenExchange(TokenProvider tokens, Function<String, byte[]> message) {
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.message = Objects.requireNonNull(message, "message");
  }

  @Override
  public CompletionStage<Optional<byte[]>> initialResponse() {
    return tokens
        .token()
        .thenApply(
            given -> {
              token = given;
              return Optional.of(message.apply(given));
            });
  }

  @Override
  public void succeeded(byte[] additional) {
    String given = token;
    if (given != null) {
      tokens.accepted(given);
    }
  }

  @Override
  public void refused(String condition) {
    String given = token;
    if (given != null && OF_THE_TOKEN.contains(condition)) {
      tokens.refused(given);
    }
  }

  @Override
  public void close() {
    token = null;
  }
}
