package im.linnet.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server issues (RFC 6749, section 5.1).
 *
 * @param access the access token as it was sent
 * @param refresh the refresh token, or null
 * @param expires when the access token ceases to be valid, by the clock of this machine
 * @param scopes what it is for; empty if the server did not say
 */
public record Tokens(String access, @Nullable String refresh, Instant expires, Set<String> scopes) {

  /**
   * Checks the tokens.
   *
   * @throws IllegalArgumentException if one is empty; the message quotes nothing
   */
  public Tokens {
    if (access.isEmpty() || (refresh != null && refresh.isEmpty())) {
      throw new IllegalArgumentException("token: empty (expected: a token)");
    }
    scopes = ScopeText.ordered(scopes);
  }

  /** The same, with the older refresh token where there is no new one (RFC 6749, section 6). */
  Tokens keeping(@Nullable String olderRefresh) {
    return refresh == null ? new Tokens(access, olderRefresh, expires, scopes) : this;
  }

  /** {@return when they expire and what for; no token} */
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
