package im.linnet.sasl.siblings;

import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * X-FACEBOOK-PLATFORM: the service sends a nonce, and the client answers with the key of the
 * application and an access token with the permission {@code xmpp_login}, or a session key and a
 * signature as it was before that. A value for any number of connections; {@link #toString()} shows
 * no secret.
 */
public final class FacebookPlatform implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-FACEBOOK-PLATFORM";

  /** The only method that a client may be asked for. */
  static final String METHOD = "auth.xmpp_login";

  /** Adds to a form what shows who the user is. */
  @FunctionalInterface
  private interface Proof {
    void addTo(Map<String, String> sorted);
  }

  private final Supplier<CompletionStage<Proof>> proofs;
  private final String callId;

  private FacebookPlatform(Supplier<CompletionStage<Proof>> proofs, String callId) {
    this.proofs = proofs;
    this.callId = callId;
  }

  /**
   * Signs in by an access token at hand.
   *
   * @param apiKey the key of the application
   * @param token the access token
   * @return the mechanism
   */
  public static FacebookPlatform token(String apiKey, String token) {
    Objects.requireNonNull(token, "token");
    return tokens(apiKey, () -> CompletableFuture.completedStage(token));
  }

  /**
   * Signs in by an access token that is fetched when it is needed.
   *
   * @param apiKey the key of the application
   * @param tokens called on a worker thread at every sign-in
   * @return the mechanism
   */
  public static FacebookPlatform tokens(String apiKey, Supplier<CompletionStage<String>> tokens) {
    Objects.requireNonNull(apiKey, "apiKey");
    Objects.requireNonNull(tokens, "tokens");
    return new FacebookPlatform(
        () ->
            tokens
                .get()
                .thenApply(
                    token ->
                        form -> {
                          form.put("access_token", VisibleToken.checked(token));
                          form.put("api_key", apiKey);
                        }),
        "");
  }

  /**
   * Signs in by a session key, as before there were access tokens.
   *
   * @param apiKey the key of the application
   * @param sessionKey the key of the user's session
   * @param secret what the parameters are signed with, by MD5
   * @return the mechanism
   */
  public static FacebookPlatform session(String apiKey, String sessionKey, String secret) {
    Objects.requireNonNull(apiKey, "apiKey");
    Objects.requireNonNull(sessionKey, "sessionKey");
    Objects.requireNonNull(secret, "secret");
    return new FacebookPlatform(
        () ->
            CompletableFuture.completedStage(
                form -> {
                  form.put("api_key", apiKey);
                  form.put("session_key", sessionKey);
                  form.put("sig", FacebookForm.signature(form, secret));
                }),
        "");
  }

  /**
   * Numbers the call; empty unless set, which the service took.
   *
   * @param number the number
   * @return a copy
   */
  public FacebookPlatform withCallId(String number) {
    return new FacebookPlatform(proofs, Objects.requireNonNull(number, "number"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new Exchange();
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return NAME;
  }

  /** Waits for one challenge. */
  private final class Exchange implements SaslExchange {

    private boolean challenged;

    /** The service speaks first. */
    @Override
    public CompletionStage<Optional<byte[]>> initialResponse() {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<byte[]> respond(byte[] challenge) {
      if (challenged) {
        return SaslExchange.super.respond(challenge);
      }
      challenged = true;
      Map<String, String> asked = FacebookForm.read(new String(challenge, StandardCharsets.UTF_8));
      String nonce = asked.getOrDefault("nonce", "");
      if (nonce.isEmpty() || !METHOD.equals(asked.get("method"))) {
        throw malformed("The server's challenge lacks a nonce or the method " + METHOD);
      }
      return proofs.get().thenApply(proof -> response(nonce, proof));
    }

    @Override
    public void succeeded(byte[] additional) {
      if (!challenged) {
        throw malformed("The server reported success without having asked for anything");
      }
    }

    private byte[] response(String nonce, Proof proof) {
      // Sorted, as the signature wants it.
      Map<String, String> form = new TreeMap<>();
      form.put("call_id", callId);
      form.put("method", METHOD);
      form.put("nonce", nonce);
      form.put("v", "1.0");
      proof.addTo(form);
      return FacebookForm.write(form).getBytes(StandardCharsets.UTF_8);
    }

    private static AuthenticationException malformed(String message) {
      return new AuthenticationException(
          AuthenticationException.Reason.MALFORMED, null, message, null);
    }
  }
}
