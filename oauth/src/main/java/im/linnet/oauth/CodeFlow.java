package im.linnet.oauth;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.oauth.AuthorizationResponse.Code;
import im.linnet.oauth.AuthorizationResponse.Denied;
import im.linnet.oauth.AuthorizationResponse.Granted;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Gets the user's consent by the authorization code flow (RFC 6749, section 4.1) with a redirect to
 * this machine (RFC 8252). It opens a {@link LoopbackReceiver}, sends the browser to the
 * authorization server, awaits the response and redeems the code. State and proof key are random
 * and are checked.
 */
public final class CodeFlow {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final TokenEndpoint endpoint;
  private final UnaryOperator<AuthorizationRequest> change;
  private final Duration limit;

  /**
   * A flow with a limit of five minutes for the user.
   *
   * @param endpoint redeems the code
   */
  public CodeFlow(TokenEndpoint endpoint) {
    this(endpoint, UnaryOperator.identity(), LIMIT);
  }

  private CodeFlow(
      TokenEndpoint endpoint, UnaryOperator<AuthorizationRequest> change, Duration limit) {
    this.endpoint = endpoint;
    this.change = change;
    this.limit = limit;
  }

  /**
   * Returns a copy with a changed request, for instance with a language. The flow always sets its
   * own redirect, state and key.
   *
   * @param other changes the request
   * @return the changed copy
   */
  public CodeFlow withRequest(UnaryOperator<AuthorizationRequest> other) {
    return new CodeFlow(endpoint, other, limit);
  }

  /**
   * Returns a copy with another limit.
   *
   * @param other how long the user has
   * @return the changed copy
   * @throws IllegalArgumentException if it is not positive
   */
  public CodeFlow withLimit(Duration other) {
    if (other.isNegative() || other.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(other));
    }
    return new CodeFlow(endpoint, change, other);
  }

  /**
   * Starts the flow.
   *
   * @param browser called once, on the calling thread, with the address to open in the user's
   *     browser
   * @return the tokens, for {@link TokenSource#accept}. Fails with an {@link
   *     AuthenticationException}, its cause an {@link OauthError}, if the user does not consent;
   *     with a {@link TransportException} if there is no response in time. Cancelling it closes the
   *     port
   * @throws RuntimeException if the browser, or the change of the request, throws one
   */
  public CompletableFuture<Tokens> run(Consumer<URI> browser) {
    String state = Pkce.unguessable();
    LoopbackReceiver receiver;
    try {
      receiver = LoopbackReceiver.open(state, endpoint.clock());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new TransportException(
              TransportException.Reason.UNREACHABLE,
              "There is no free port on 127.0.0.1 for the browser to come back to",
              e));
    }
    CompletableFuture<Tokens> tokens = new CompletableFuture<>();
    tokens.whenComplete((granted, failure) -> receiver.close());
    try {
      follow(receiver, state, browser, tokens);
    } catch (RuntimeException e) {
      receiver.close();
      throw e;
    }
    return tokens;
  }

  private void follow(
      LoopbackReceiver receiver,
      String state,
      Consumer<URI> browser,
      CompletableFuture<Tokens> tokens) {
    Pkce pkce = Pkce.random();
    AuthorizationRequest request =
        change
            .apply(AuthorizationRequest.of(endpoint.client()))
            .withType(AuthorizationRequest.ResponseType.CODE)
            .withRedirect(receiver.redirect())
            .withState(state)
            .withPkce(pkce);
    receiver
        .response()
        .orTimeout(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)
        .thenCompose(response -> redeem(response, request, pkce))
        .whenComplete(
            (granted, failure) -> {
              if (failure == null) {
                tokens.complete(granted);
              } else {
                tokens.completeExceptionally(typed(failure));
              }
            });
    browser.accept(request.uri());
  }

  private CompletableFuture<Tokens> redeem(
      AuthorizationResponse response, AuthorizationRequest request, Pkce pkce) {
    if (response instanceof Code code) {
      return endpoint.redeem(code.code(), request.redirect(), pkce);
    }
    if (response instanceof Granted granted) {
      return CompletableFuture.completedFuture(granted.tokens());
    }
    OauthError error = ((Denied) response).error();
    return CompletableFuture.failedFuture(
        new AuthenticationException(
            AuthenticationException.Reason.CREDENTIALS,
            null,
            "The user's consent was not given: " + error.getMessage(),
            error));
  }

  private Throwable typed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof TimeoutException || cause instanceof TimeoutException) {
      return new TransportException(
          TransportException.Reason.TIMED_OUT,
          "The user has not consented within %s; ask again".formatted(limit),
          failure);
    }
    return failure instanceof CancellationException ? failure : cause;
  }
}
