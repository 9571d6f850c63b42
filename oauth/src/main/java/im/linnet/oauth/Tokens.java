package im.linnet.oauth;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an authorization server issued (RFC 6749, section 5.1). Immutable value. {@link
 * #builder} is for tests and for a {@link TokenStore} of your own.
 */
public final class Tokens {

  private final String access;
  private final @Nullable String refresh;
  private final Instant expires;
  private final Set<String> scopes;

  private Tokens(Builder builder) {
    access = builder.access;
    refresh = builder.refresh;
    expires = builder.expires;
    scopes = builder.scopes;
  }

  /**
   * Begins tokens without refresh token and scopes.
   *
   * @param access the access token as it was sent
   * @param expires when it expires, by the clock of this machine
   * @return a builder, for one thread
   * @throws IllegalArgumentException if the token is empty
   */
  public static Builder builder(String access, Instant expires) {
    return new Builder(access, expires);
  }

  /** {@return the access token as it was sent} */
  public String access() {
    return access;
  }

  /** {@return the refresh token, or null} */
  public @Nullable String refresh() {
    return refresh;
  }

  /** {@return when the access token expires, by the clock of this machine} */
  public Instant expires() {
    return expires;
  }

  /** {@return the scopes granted; empty if the server did not say} */
  public Set<String> scopes() {
    return scopes;
  }

  /** Returns a copy with the older refresh token if there is no new one (RFC 6749, section 6). */
  Tokens keeping(@Nullable String olderRefresh) {
    return refresh == null
        ? builder(access, expires).refresh(olderRefresh).scopes(scopes).build()
        : this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tokens that
        && access.equals(that.access)
        && Objects.equals(refresh, that.refresh)
        && expires.equals(that.expires)
        && scopes.equals(that.scopes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(access, refresh, expires, scopes);
  }

  /** {@return the expiry and the number of scopes, without the tokens} */
  @Override
  public String toString() {
    return "Tokens[expires="
        + expires
        + ", scopes="
        + scopes.size()
        + (refresh == null ? "" : ", refreshable")
        + "]";
  }

  /** Sets up {@link Tokens}. */
  public static final class Builder {

    private final String access;
    private final Instant expires;
    private @Nullable String refresh;
    private Set<String> scopes = Set.of();

    private Builder(String access, Instant expires) {
      this.access = required(access);
      this.expires = Objects.requireNonNull(expires, "expires");
    }

    /**
     * Sets the refresh token.
     *
     * @param token the token, or null
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public Builder refresh(@Nullable String token) {
      refresh = token == null ? null : required(token);
      return this;
    }

    /**
     * Sets the scopes granted.
     *
     * @param granted the scopes, whose order is kept
     * @return this builder
     * @throws IllegalArgumentException if one is not a scope (RFC 6749, section 3.3)
     */
    public Builder scopes(Set<String> granted) {
      scopes = ScopeText.ordered(granted);
      return this;
    }

    /** {@return the tokens} */
    public Tokens build() {
      return new Tokens(this);
    }

    private static String required(String token) {
      if (token.isEmpty()) {
        throw new IllegalArgumentException("token: empty (expected: a token)");
      }
      return token;
    }
  }
}
