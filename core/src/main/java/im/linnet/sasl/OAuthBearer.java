package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * OAUTHBEARER (RFC 7628): an OAuth 2.0 bearer token.
 *
 * @param tokens provides the token
 */
record OAuthBearer(TokenProvider tokens) implements SaslMechanism {

  private static final char SEPARATOR = '\1';

  @Override
  public String name() {
    return "OAUTHBEARER";
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new Exchange(tokens, channel);
  }

  @Override
  public boolean renewsCredentials() {
    return tokens.renews();
  }

  @Override
  public String toString() {
    return name();
  }

  /** The client's only message (RFC 7628, section 3.1). */
  private static byte[] message(SaslChannel channel, String token) {
    StringBuilder message = new StringBuilder("n,");
    Jid account = channel.account().bare();
    if (account.local() != null) {
      message.append("a=").append(account.toString().replace("=", "=3D").replace(",", "=2C"));
    }
    message.append(',').append(SEPARATOR);
    Endpoint endpoint = channel.endpoint();
    message.append("host=").append(endpoint.host()).append(SEPARATOR);
    if (endpoint.port() > 0) {
      message.append("port=").append(endpoint.port()).append(SEPARATOR);
    }
    message.append("auth=Bearer ").append(checked(token)).append(SEPARATOR).append(SEPARATOR);
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String checked(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw Credentials.invalid("The token is empty");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        throw Credentials.invalid(
            "The token holds U+%04X at index %d (expected: visible ASCII, RFC 6750, section 2.1)"
                .formatted((int) token.charAt(i), i));
      }
    }
    return token;
  }

  /** Remembers whether the server has sent its error. */
  private static final class Exchange implements SaslExchange {

    private final TokenExchange message;
    private @Nullable String error;

    Exchange(TokenProvider tokens, SaslChannel channel) {
      message = new TokenExchange(tokens, token -> OAuthBearer.message(channel, token));
    }

    @Override
    public CompletionStage<Optional<byte[]>> initialResponse() {
      return message.initialResponse();
    }

    /**
     * The only challenge is the error of RFC 7628, section 3.2.2. It is answered with one 0x01,
     * after which the server sends the failure (section 3.2.3).
     */
    @Override
    public CompletionStage<byte[]> respond(byte[] challenge) {
      if (error != null) {
        return SaslExchange.super.respond(challenge);
      }
      error = new String(challenge, StandardCharsets.UTF_8);
      return CompletableFuture.completedStage(new byte[] {SEPARATOR});
    }

    @Override
    public void succeeded(byte[] additional) {
      if (error != null) {
        throw new AuthenticationException(
            AuthenticationException.Reason.MALFORMED,
            null,
            "The server reported an error and then success",
            null);
      }
      message.succeeded(additional);
    }

    @Override
    public void refused(String condition) {
      message.refused(condition);
    }

    @Override
    public @Nullable String refusalDetails() {
      return error;
    }

    @Override
    public void close() {
      message.close();
    }
  }
}
