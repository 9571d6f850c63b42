package im.linnet.sasl.siblings;

import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.TokenExchange;
import im.linnet.sasl.TokenProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X-GOOGLE-TOKEN: a token of Google's ClientLogin, in the form of PLAIN. The service accepts one
 * attempt per connection. A value for any number of connections; {@link #toString()} does not show
 * the token.
 */
public final class GoogleToken implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-GOOGLE-TOKEN";

  private final TokenProvider tokens;
  private final @Nullable String user;

  private GoogleToken(TokenProvider tokens, @Nullable String user) {
    this.tokens = tokens;
    this.user = user;
  }

  /**
   * Signs in the client's account with a fixed token.
   *
   * @param token the token
   * @return the mechanism
   */
  public static GoogleToken token(String token) {
    return tokens(TokenProvider.of(token));
  }

  /**
   * Signs in the client's account with a token that is fetched when needed.
   *
   * @param tokens supplies the token at every sign-in
   * @return the mechanism
   */
  public static GoogleToken tokens(TokenProvider tokens) {
    return new GoogleToken(Objects.requireNonNull(tokens, "tokens"), null);
  }

  /**
   * Signs in another user than the client's account.
   *
   * @param name such as {@code user@gmail.com}
   * @return a copy
   * @throws IllegalArgumentException if it is empty or contains U+0000
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
    return new TokenExchange(tokens, token -> UserAndToken.message(user, token, channel));
  }

  @Override
  public boolean renewsCredentials() {
    return tokens.renews();
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return NAME;
  }
}
