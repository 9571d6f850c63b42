package im.linnet.sasl.siblings;

import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.TokenExchange;
import im.linnet.sasl.TokenProvider;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * X-FACEBOOK-PLATFORM: the service sends a nonce, and the client answers with the key of the
 * application and either an access token with the permission {@code xmpp_login} or, as in earlier
 * versions, a session key and a signature. A value for any number of connections; {@link
 * #toString()} shows no secret.
 */
public final class FacebookPlatform implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-FACEBOOK-PLATFORM";

  /** The only method that a challenge may name. */
  static final String METHOD = "auth.xmpp_login";

  /** Adds the user's credential to a form: an access token, or the key of a session. */
  @FunctionalInterface
  private interface Proof {
    void add(String token, Map<String, String> sorted);
  }

  private final TokenProvider tokens;
  private final Proof proof;
  private final String callId;

  private FacebookPlatform(TokenProvider tokens, Proof proof, String callId) {
    this.tokens = tokens;
    this.proof = proof;
    this.callId = callId;
  }

  /**
   * Signs in with a fixed access token.
   *
   * @param apiKey the key of the application
   * @param token the access token
   * @return the mechanism
   */
  public static FacebookPlatform token(String apiKey, String token) {
    return tokens(apiKey, TokenProvider.of(token));
  }

  /**
   * Signs in with an access token that is fetched when needed.
   *
   * @param apiKey the key of the application
   * @param tokens supplies the token at every sign-in
   * @return the mechanism
   */
  public static FacebookPlatform tokens(String apiKey, TokenProvider tokens) {
    Objects.requireNonNull(apiKey, "apiKey");
    return new FacebookPlatform(
        Objects.requireNonNull(tokens, "tokens"),
        (token, form) -> {
          form.put("access_token", VisibleToken.checked(token));
          form.put("api_key", apiKey);
        },
        "");
  }

  /**
   * Signs in with a session key, the way before access tokens existed.
   *
   * @param apiKey the key of the application
   * @param sessionKey the key of the user's session
   * @param secret the secret for the MD5 signature of the parameters
   * @return the mechanism
   */
  public static FacebookPlatform session(String apiKey, String sessionKey, String secret) {
    Objects.requireNonNull(apiKey, "apiKey");
    Objects.requireNonNull(secret, "secret");
    return new FacebookPlatform(
        TokenProvider.of(sessionKey),
        (key, form) -> {
          form.put("api_key", apiKey);
          form.put("session_key", key);
          form.put("sig", FacebookForm.signature(form, secret));
        },
        "");
  }

  /**
   * Sets the number of the call; empty by default, which the service accepted.
   *
   * @param number the number
   * @return a copy
   */
  public FacebookPlatform withCallId(String number) {
    return new FacebookPlatform(tokens, proof, Objects.requireNonNull(number, "number"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new Exchange();
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

  /** Waits for one challenge. */
  private final class Exchange implements SaslExchange {

    private final TokenExchange answer = new TokenExchange(tokens, this::response);
    private @Nullable String nonce;

    /** The service speaks first. */
    @Override
    public CompletionStage<Optional<byte[]>> initialResponse() {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<byte[]> respond(byte[] challenge) {
      if (nonce != null) {
        return SaslExchange.super.respond(challenge);
      }
      Map<String, String> asked = FacebookForm.read(new String(challenge, StandardCharsets.UTF_8));
      String sent = asked.getOrDefault("nonce", "");
      nonce = sent;
      if (sent.isEmpty() || !METHOD.equals(asked.get("method"))) {
        throw malformed("The server's challenge lacks a nonce or the method " + METHOD);
      }
      return answer.initialResponse().thenApply(Optional::orElseThrow);
    }

    @Override
    public void succeeded(byte[] additional) {
      if (nonce == null) {
        throw malformed("The server reported success without having asked for anything");
      }
      answer.succeeded(additional);
    }

    @Override
    public void refused(String condition) {
      answer.refused(condition);
    }

    @Override
    public void close() {
      answer.close();
    }

    private byte[] response(String token) {
      // Sorted, as the signature requires.
      Map<String, String> form = new TreeMap<>();
      form.put("call_id", callId);
      form.put("method", METHOD);
      form.put("nonce", Objects.requireNonNull(nonce));
      form.put("v", "1.0");
      proof.add(token, form);
      return FacebookForm.write(form).getBytes(StandardCharsets.UTF_8);
    }

    private static AuthenticationException malformed(String message) {
      return new AuthenticationException(
          AuthenticationException.Reason.MALFORMED, null, message, null);
    }
  }
}
