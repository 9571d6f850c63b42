package im.linnet.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an authorization server issued (RFC 6749, section 5.1).
 *
 * @param access the access token as it was sent
 * @param refresh the refresh token, or null
 * @param expires when the access token expires, by the clock of this machine
 * @param scopes the scopes granted; empty if the server did not say
 */
public record Tokens(String access, @Nullable String refresh, Instant expires, Set<String> scopes) {

  /**
   * Checks the tokens.
   *
   * @throws IllegalArgumentException if a token is empty; the message quotes nothing
   */
  public Tokens {
    if (access.isEmpty() || (refresh != null && refresh.isEmpty())) {
      throw new IllegalArgumentException("token: empty (expected: a token)");
    }
    scopes = ScopeText.ordered(scopes);
  }

  /** Returns a copy with the older refresh token if there is no new one (RFC 6749, section 6). */
  Tokens keeping(@Nullable String olderRefresh) {
    return refresh == null ? new Tokens(access, olderRefresh, expires, scopes) : this;
  }

  /** {@return the expiry and the scopes, without the tokens} */
  @Override
  public String toString() {
    return "Tokens[expires="
        + expires
        + ", scopes="
        + scopes
        + (refresh == null ? "" : ", refreshable")
        + "]";
  }
}
