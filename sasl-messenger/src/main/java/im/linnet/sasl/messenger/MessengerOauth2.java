package im.linnet.sasl.messenger;

import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.TokenExchange;
import im.linnet.sasl.TokenProvider;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X-MESSENGER-OAUTH2: an access token for the scope {@code wl.messenger}.
 *
 * <p>The service issues tokens in base64, which the text of {@code <auth/>} must be (RFC 6120,
 * section 6.4.2), so a token is sent unchanged and never encoded again. A token copied from a
 * redirect's fragment is percent-encoded ({@code %2f %2b %3d}); if there is a percent sign, this is
 * decoded once. A plus sign is kept.
 *
 * <p>The token identifies the user, so the localpart of the account is not used, and the service
 * assigns the address when the resource is bound. The mechanism has no challenge and requires TLS.
 * An instance can be used by any number of connections; {@link #toString()} does not show the
 * token.
 */
public final class MessengerOauth2 implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-MESSENGER-OAUTH2";

  private final TokenProvider tokens;
  private final boolean rawText;

  private MessengerOauth2(TokenProvider tokens, boolean rawText) {
    this.tokens = tokens;
    this.rawText = rawText;
  }

  /**
   * Signs in with a given token.
   *
   * @param token the access token, percent-encoded or not
   * @return the mechanism
   */
  public static MessengerOauth2 token(String token) {
    return tokens(TokenProvider.of(token));
  }

  /**
   * Signs in with tokens from a provider.
   *
   * @param tokens returns an access token, percent-encoded or not, for each sign-in: a lambda, or a
   *     {@link im.linnet.oauth.TokenSource}, which refreshes tokens before they expire and once
   *     after the service refused one; the client then signs in again at once
   * @return the mechanism
   */
  public static MessengerOauth2 tokens(TokenProvider tokens) {
    return new MessengerOauth2(Objects.requireNonNull(tokens, "tokens"), false);
  }

  /**
   * Sends the token unchanged, whether or not it is base64: for a service that deviates from RFC
   * 6120 here. By default a token that is not base64 is refused before anything is sent.
   *
   * @return a copy
   */
  public MessengerOauth2 asRawText() {
    return new MessengerOauth2(tokens, true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new TokenExchange(tokens, this::message);
  }

  @Override
  public boolean renewsCredentials() {
    return tokens.renews();
  }

  /** The message already is the text of the element; see {@link #start}. */
  @Override
  public String encode(byte[] message) {
    return new String(message, StandardCharsets.US_ASCII);
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return NAME;
  }

  private byte[] message(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw refusal("The token is empty");
    }
    String text = rawText ? token : PercentEncoding.undo(token);
    requireVisible(text);
    if (!rawText) {
      requireBase64(text);
    }
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void requireVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        throw refusal(
            "The token holds U+%04X at index %d (expected: visible ASCII)"
                .formatted((int) text.charAt(i), i));
      }
    }
  }

  private void requireBase64(String text) {
    try {
      SaslMechanism.super.decode(text);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes from the token.
      throw refusal(
          "The token is not base64, as the service's access tokens are: was it cut, or is it the"
              + " authentication_token? Else try asRawText()");
    }
  }

  static AuthenticationException refusal(String message) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS, NAME, message, null);
  }
}
