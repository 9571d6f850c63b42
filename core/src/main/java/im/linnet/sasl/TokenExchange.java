package im.linnet.sasl;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in by one message with a token, whose outcome the provider of the token gets to know. An
 * exchange in which the server speaks too passes on to one of these what it is called with.
 */
public final class TokenExchange implements SaslExchange {

  /** RFC 6120, sections 6.5.10 and 6.5.3. */
  private static final Set<String> OF_THE_TOKEN = Set.of("not-authorized", "credentials-expired");

  private final TokenProvider tokens;
  private final Function<String, byte[]> message;
  private volatile @Nullable String token;

  /**
   * Begins a sign-in.
   *
   * @param tokens where the token comes from
   * @param message makes the client's message of it; what it throws ends the sign-in
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
