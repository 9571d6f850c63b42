package im.linnet.oauth;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.XmppException;
import im.linnet.oauth.ConsentNeeded.Reason;
import im.linnet.sasl.TokenProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one user's access token fresh for sign-ins. Any number of connections can share it.
 *
 * <ul>
 *   <li>A token about to expire is refreshed before it is given out. The lifetime of a token does
 *       not affect a connection that is signed in, so nothing is refreshed in the background.
 *   <li>A token that the service refused is refreshed once, at the next sign-in. If the service
 *       refuses the new one too, later sign-ins fail with {@link ConsentNeeded}.
 *   <li>Only one refresh runs at a time; callers that need a token wait for it.
 *   <li>A refresh token that the authorization server refused is not sent again.
 * </ul>
 *
 * <p>For any thread. No method blocks, except on the monitor, which is held only briefly.
 */
public final class TokenSource implements TokenProvider {

  private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

  private final TokenEndpoint endpoint;
  private final TokenStore store;
  private final Duration skew;
  private final Clock clock;

  /** Held while the store is in use, so that the latest tokens are saved last. */
  private final Object saving = new Object();

  // All of the following are guarded by this.
  private @Nullable CompletableFuture<?> loading;
  private @Nullable CompletableFuture<Tokens> refreshing;
  private @Nullable Tokens tokens;
  private @Nullable AuthenticationException refreshRefused;

  /** Whether the service refused the current access token. */
  private boolean refused;

  /** Whether the current tokens replaced refused ones and have not been accepted yet. */
  private boolean afresh;

  private TokenSource(TokenEndpoint endpoint, TokenStore store, Duration skew) {
    this.endpoint = endpoint;
    this.store = store;
    this.skew = skew;
    this.clock = endpoint.clock();
  }

  /**
   * A source that keeps its tokens in memory and refreshes them five minutes before they expire.
   *
   * @param endpoint refreshes the tokens
   * @return the source, without tokens until {@link #accept} is called
   */
  public static TokenSource of(TokenEndpoint endpoint) {
    return builder(endpoint).build();
  }

  /**
   * Creates a builder of a source.
   *
   * @param endpoint refreshes the tokens; its clock decides when
   * @return a builder, for one thread
   */
  public static Builder builder(TokenEndpoint endpoint) {
    return new Builder(endpoint);
  }

  /** Builds a {@link TokenSource}. */
  public static final class Builder {

    private final TokenEndpoint endpoint;
    private TokenStore store = TokenStore.memory();
    private Duration skew = Duration.ofMinutes(5);

    private Builder(TokenEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * Sets where tokens are kept; by default in memory.
     *
     * @param where the store, read when the first token is requested
     * @return this builder
     */
    public Builder store(TokenStore where) {
      store = where;
      return this;
    }

    /**
     * Sets how long before their expiry tokens are refreshed; by default five minutes.
     *
     * @param time the duration; must exceed the difference between the clocks
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder skew(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("skew: %s (expected: >= 0)".formatted(time));
      }
      skew = time;
      return this;
    }

    /** {@return the source} */
    public TokenSource build() {
      return new TokenSource(endpoint, store, skew);
    }
  }

  /**
   * Returns an access token to sign in with.
   *
   * @return the token. Fails with an {@link AuthenticationException}, caused by {@link
   *     ConsentNeeded} if the user has to consent; or with a {@link
   *     im.linnet.failure.TransportException} if the endpoint did not respond and the current token
   *     is no longer valid. Cancelling it does not affect other callers
   */
  @Override
  public CompletableFuture<String> token() {
    return loaded().thenCompose(done -> fresh()).thenApply(Tokens::access);
  }

  /**
   * Replaces the tokens, for instance by those of a {@link CodeFlow}, and saves them.
   *
   * @param granted the tokens
   * @return completes when they are saved. Fails with an {@link AuthenticationException} if they
   *     can't be saved; they are used nevertheless
   */
  public CompletableFuture<Void> accept(Tokens granted) {
    synchronized (this) {
      loading = CompletableFuture.completedFuture(granted);
      tokens = granted;
      refreshRefused = null;
      refused = false;
      afresh = false;
    }
    return CompletableFuture.runAsync(this::save)
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(storeFailure("written", e)));
  }

  /**
   * Reports that the service refused a token, so that the next sign-in gets another one. The
   * mechanisms call this themselves.
   *
   * @param token the token; ignored unless it is the current one, so that many connections with the
   *     same token cause one refresh
   */
  @Override
  public synchronized void refused(String token) {
    refused |= tokens != null && tokens.access().equals(token);
  }

  /**
   * Reports that the service accepted a token. If the service refuses it later, it is refreshed
   * once more.
   *
   * @param token the token
   */
  @Override
  public synchronized void accepted(String token) {
    if (tokens != null && tokens.access().equals(token)) {
      afresh = false;
    }
  }

  /** {@return true: a refused token is refreshed} */
  @Override
  public boolean renews() {
    return true;
  }

  /** {@return when the current token expires, or that there is none; never the token} */
  @Override
  public synchronized String toString() {
    return "TokenSource[" + (tokens == null ? "no tokens" : tokens) + "]";
  }

  private synchronized CompletableFuture<?> loaded() {
    if (loading == null) {
      loading =
          CompletableFuture.supplyAsync(this::load)
              .thenAccept(this::found)
              .exceptionallyCompose(this::notLoaded);
    }
    return loading;
  }

  private @Nullable Tokens load() {
    synchronized (saving) {
      try {
        return store.load();
      } catch (IOException e) {
        throw new CompletionException(e);
      }
    }
  }

  private synchronized void found(@Nullable Tokens kept) {
    // Unless other tokens were accepted in the meantime.
    tokens = tokens == null ? kept : tokens;
  }

  private synchronized CompletionStage<Void> notLoaded(Throwable failure) {
    if (tokens != null) {
      return CompletableFuture.completedStage(null);
    }
    loading = null;
    return CompletableFuture.failedStage(storeFailure("read", failure));
  }

  private synchronized CompletableFuture<Tokens> fresh() {
    Tokens held = tokens;
    if (held == null) {
      return CompletableFuture.failedFuture(consent(Reason.NEVER_GIVEN, null));
    }
    if (refreshing != null) {
      return refreshing;
    }
    if (!refused && Duration.between(clock.instant(), held.expires()).compareTo(skew) > 0) {
      return CompletableFuture.completedFuture(held);
    }
    AuthenticationException hopeless = hopeless(held);
    if (hopeless != null || held.refresh() == null) {
      return orStillGood(held, hopeless);
    }
    CompletableFuture<Tokens> result = new CompletableFuture<>();
    refreshing = result;
    // Async, because this thread may complete it, and saving must not block while it holds this
    // lock.
    endpoint
        .refresh(held.refresh())
        .whenCompleteAsync((renewed, failure) -> refreshed(held, renewed, failure, result));
    return result;
  }

  /** The reason why a refresh is not even tried, or null. */
  private @Nullable AuthenticationException hopeless(Tokens held) {
    if (refused && afresh) {
      return consent(Reason.REFUSED_AFRESH, null);
    }
    return held.refresh() == null ? consent(Reason.NO_REFRESH_TOKEN, null) : refreshRefused;
  }

  private void refreshed(
      Tokens held,
      @Nullable Tokens renewed,
      @Nullable Throwable failure,
      CompletableFuture<Tokens> result) {
    boolean save = false;
    CompletableFuture<Tokens> outcome;
    synchronized (this) {
      refreshing = null;
      if (tokens != null && !tokens.equals(held)) {
        outcome = CompletableFuture.completedFuture(tokens);
      } else if (renewed != null) {
        tokens = renewed.keeping(held.refresh());
        afresh = refused;
        refused = false;
        save = true;
        outcome = CompletableFuture.completedFuture(tokens);
      } else {
        outcome = orStillGood(held, explained(failure));
      }
    }
    if (save) {
      saveOrWarn();
    }
    outcome.whenComplete(
        (given, why) -> {
          if (why == null) {
            result.complete(given);
          } else {
            result.completeExceptionally(why);
          }
        });
  }

  /**
   * A token that is about to expire, or that could not be refreshed, can be used until it expires.
   */
  private CompletableFuture<Tokens> orStillGood(Tokens held, @Nullable XmppException failure) {
    boolean good = !refused && clock.instant().isBefore(held.expires());
    return good || failure == null
        ? CompletableFuture.completedFuture(held)
        : CompletableFuture.failedFuture(failure);
  }

  private XmppException explained(@Nullable Throwable failure) {
    if (failure instanceof AuthenticationException refusal
        && refusal.getCause() instanceof OauthError error
        && error.asksForConsent()) {
      AuthenticationException needed = consent(Reason.REVOKED, error);
      refreshRefused = needed;
      return needed;
    }
    return failure instanceof XmppException known
        ? known
        : new AuthenticationException(
            AuthenticationException.Reason.CREDENTIALS,
            null,
            "The token could not be refreshed, see the cause",
            failure);
  }

  private AuthenticationException consent(Reason reason, @Nullable OauthError error) {
    AuthorizationRequest request = AuthorizationRequest.of(endpoint.client());
    return new ConsentNeeded(reason, request.uri(), error).asFailure();
  }

  private void saveOrWarn() {
    try {
      save();
    } catch (RuntimeException e) {
      // The sign-in continues: the tokens are valid, and only after a restart is consent needed.
      LOG.warn("Refreshed tokens are not saved in {}", store, e);
    }
  }

  private void save() {
    synchronized (saving) {
      Tokens present;
      synchronized (this) {
        present = tokens;
      }
      if (present != null) {
        try {
          store.save(present);
        } catch (IOException e) {
          throw new CompletionException(e);
        }
      }
    }
  }

  private AuthenticationException storeFailure(String verb, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS,
        null,
        "The tokens could not be %s: %s, see the cause"
            .formatted(verb, cause.getClass().getSimpleName()),
        cause);
  }
}
