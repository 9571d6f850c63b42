package im.linnet.oauth;

import im.linnet.failure.XmppException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Redeems codes and refresh tokens (RFC 6749, section 3.2). The size of a response is limited to 64
 * KiB, and so is the total time. Redirects are not followed, as they would pass on secrets.
 *
 * <p>Immutable, for any thread and any number of users. The futures complete on threads of the
 * {@link HttpClient}; cancelling one aborts the request.
 */
public final class TokenEndpoint {

  private static final int MAX_BODY = 64 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OauthClient client;
  private final HttpClient http;
  private final Duration limit;
  private final Clock clock;

  private TokenEndpoint(OauthClient client, HttpClient http, Duration limit, Clock clock) {
    this.client = client;
    this.http = http;
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * The token endpoint of an application, with a limit of 30 seconds.
   *
   * @param client the application
   * @return the endpoint
   */
  public static TokenEndpoint of(OauthClient client) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .build();
    return new TokenEndpoint(client, http, LIMIT, Clock.systemUTC());
  }

  /**
   * Returns a copy with another HTTP client, for instance one with a proxy or its own trust.
   *
   * @param other the HTTP client
   * @return the changed copy
   * @throws IllegalArgumentException if it follows redirects
   */
  public TokenEndpoint withHttp(HttpClient other) {
    if (other.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "followRedirects: %s (expected: NEVER, secrets would go along)"
              .formatted(other.followRedirects()));
    }
    return new TokenEndpoint(client, other, limit, clock);
  }

  /**
   * Returns a copy with another limit.
   *
   * @param other how long a request may take, from name resolution to the last byte
   * @return the changed copy
   * @throws IllegalArgumentException if it is not positive
   */
  public TokenEndpoint withLimit(Duration other) {
    if (other.isNegative() || other.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(other));
    }
    return new TokenEndpoint(client, http, other, clock);
  }

  /**
   * Returns a copy with another clock, which is used to compute when tokens expire.
   *
   * @param other the clock
   * @return the changed copy
   */
  public TokenEndpoint withClock(Clock other) {
    return new TokenEndpoint(client, http, limit, other);
  }

  /** {@return the application} */
  public OauthClient client() {
    return client;
  }

  /** {@return the clock} */
  Clock clock() {
    return clock;
  }

  /**
   * Redeems a code (RFC 6749, section 4.1.3).
   *
   * @param code the code from the redirect
   * @param redirect the redirect address of the request, unchanged
   * @param pkce the proof key of the request, or null if it had none
   * @return the tokens. Fails with an {@link im.linnet.failure.AuthenticationException}, its cause
   *     an {@link OauthError} if the endpoint returned an error; or with a {@link
   *     im.linnet.failure.TransportException} if it did not respond
   */
  public CompletableFuture<Tokens> redeem(String code, URI redirect, @Nullable Pkce pkce) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", "authorization_code");
    parameters.put("code", code);
    parameters.put("redirect_uri", redirect.toString());
    if (pkce != null) {
      parameters.put("code_verifier", pkce.verifier());
    }
    return post(parameters);
  }

  /**
   * Redeems a refresh token (RFC 6749, section 6).
   *
   * @param refreshToken the refresh token
   * @return the tokens, without a refresh token if the endpoint sent no new one; fails like {@link
   *     #redeem}
   */
  public CompletableFuture<Tokens> refresh(String refreshToken) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", "refresh_token");
    parameters.put("refresh_token", refreshToken);
    parameters.put("redirect_uri", client.endpoints().redirect().toString());
    if (!client.scopes().isEmpty()) {
      parameters.put("scope", ScopeText.write(client.scopes()));
    }
    return post(parameters);
  }

  private CompletableFuture<Tokens> post(Map<String, String> parameters) {
    parameters.put("client_id", client.id());
    if (client.secret() != null) {
      parameters.put("client_secret", client.secret());
    }
    HttpRequest request =
        HttpRequest.newBuilder(client.endpoints().token())
            .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(FormParameters.write(parameters)))
            .build();
    EndpointAnswer answer = new EndpointAnswer(client.endpoints().token(), parameters, clock);
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, head -> new BoundedBody(MAX_BODY));
    CompletableFuture<Tokens> tokens = new CompletableFuture<>();
    // The limit includes the body; HttpRequest.timeout ends with the headers.
    response
        .copy()
        .orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)
        .thenApply(answer::read)
        .whenComplete(
            (read, failure) -> {
              if (failure == null) {
                tokens.complete(read);
              } else {
                XmppException typed = answer.typed(failure, limit);
                tokens.completeExceptionally(typed);
              }
            });
    // Also if the caller or the limit ended it, as only this closes the connection.
    tokens.whenComplete((read, failure) -> response.cancel(true));
    return tokens;
  }

  /** {@return the application and the address} */
  @Override
  public String toString() {
    return "TokenEndpoint[" + client + ", " + client.endpoints().token() + "]";
  }
}
