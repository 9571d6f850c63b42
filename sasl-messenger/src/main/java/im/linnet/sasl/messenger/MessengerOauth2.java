package im.linnet.sasl.messenger;

import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.messenger.oauth.TokenSource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * X-MESSENGER-OAUTH2: an access token for the scope {@code wl.messenger}.
 *
 * <p>The service's tokens are base64 as they are issued, which is what the text of {@code <auth/>}
 * has to be (RFC 6120, section 6.4.2): so a token is written as it is and never encoded again. One
 * cut from a redirect's fragment is percent-encoded ({@code %2f %2b %3d}); that is undone, once,
 * where there is a percent sign. A plus sign stays one.
 *
 * <p>The token names the user, so the account's local part does not matter, and the service assigns
 * the address when the resource is bound. It has no challenge, and works only under TLS. A value
 * for any number of connections; {@link #toString()} does not show the token.
 */
public final class MessengerOauth2 implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-MESSENGER-OAUTH2";

  private final Supplier<CompletionStage<String>> tokens;
  private final @Nullable TokenSource source;
  private final boolean rawText;

  private MessengerOauth2(
      Supplier<CompletionStage<String>> tokens, @Nullable TokenSource source, boolean rawText) {
    this.tokens = tokens;
    this.source = source;
    this.rawText = rawText;
  }

  /**
   * Signs in by a token at hand.
   *
   * @param token the access token, percent-encoded or not
   * @return the mechanism
   */
  public static MessengerOauth2 token(String token) {
    Objects.requireNonNull(token, "token");
    return tokens(() -> CompletableFuture.completedStage(token));
  }

  /**
   * Signs in by a token that is fetched when it is needed.
   *
   * @param tokens called on a worker thread at every sign-in; gives an access token,
   *     percent-encoded or not. A stage that fails with an {@link im.linnet.failure.XmppException}
   *     says by it whether another try may help
   * @return the mechanism
   */
  public static MessengerOauth2 tokens(Supplier<CompletionStage<String>> tokens) {
    return new MessengerOauth2(Objects.requireNonNull(tokens, "tokens"), null, false);
  }

  /**
   * Signs in by tokens that are refreshed when that is due. If the service refuses one as {@code
   * not-authorized}, the source is told, so that connecting once more signs in by another; {@link
   * MessengerSignIn#connect} does both.
   *
   * @param source the source, which other connections may share
   * @return the mechanism
   */
  public static MessengerOauth2 tokens(TokenSource source) {
    return new MessengerOauth2(source::token, source, false);
  }

  /**
   * Sends the token character by character as it was given, be it base64 or not: for a service that
   * does not hold to RFC 6120 in this. Without it, a token that is not base64 is refused before
   * anything is sent.
   *
   * @return a copy
   */
  public MessengerOauth2 asRawText() {
    return new MessengerOauth2(tokens, source, true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return source == null
        ? () -> tokens.get().thenApply(token -> Optional.of(message(token)))
        : new Reported(source);
  }

  /** The message is the text of the element already: see {@link #start}. */
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
      // Without the cause: it quotes from the token.
      throw refusal(
          "The token is not base64, as the service's access tokens are: was it cut, or is it the"
              + " authentication_token? Else try asRawText()");
    }
  }

  static AuthenticationException refusal(String message) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS, NAME, message, null);
  }

  /** A sign-in whose outcome the source of the token gets to know. */
  private final class Reported implements SaslExchange {

    private final TokenSource source;
    private @Nullable String token;

    Reported(TokenSource source) {
      this.source = source;
    }

    @Override
    public CompletionStage<Optional<byte[]>> initialResponse() {
      return source
          .token()
          .thenApply(
              given -> {
                token = given;
                return Optional.of(message(given));
              });
    }

    @Override
    public void succeeded(byte[] additional) {
      if (token != null) {
        source.accepted(token);
      }
    }

    @Override
    public void refused(String condition) {
      // Any other condition says nothing about the token.
      if (token != null && condition.equals("not-authorized")) {
        source.refused(token);
      }
    }

    @Override
    public void close() {
      token = null;
    }
  }
}
