package im.linnet.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a token response (RFC 6749, section 5.1), from JSON or a fragment. */
final class TokenResponse {

  /** The lifetime in seconds that is assumed if the response has none. */
  private static final long USUAL_LIFETIME = 3600;

  private static final long MAX_LIFETIME = 366L * 24 * 3600;
  private static final int MAX_TOKEN = 16 * 1024;

  private TokenResponse() {}

  /** Returns a parameter as text, or null if there is none. */
  @FunctionalInterface
  interface Parameters {
    @Nullable String get(String name);
  }

  /**
   * Parses a response.
   *
   * @throws IllegalArgumentException if it is not a token response; the message quotes no token
   */
  static Tokens read(Parameters parameters, Instant now) {
    String type = parameters.get("token_type");
    if (type != null && !type.equalsIgnoreCase("bearer")) {
      throw new IllegalArgumentException("token_type: not bearer (expected: bearer)");
    }
    String access = token(parameters.get("access_token"), "access_token");
    if (access == null) {
      throw new IllegalArgumentException("access_token: absent (expected: a token)");
    }
    String scope = parameters.get("scope");
    return Tokens.builder(access, now.plusSeconds(lifetime(parameters.get("expires_in"))))
        .refresh(token(parameters.get("refresh_token"), "refresh_token"))
        .scopes(scope == null ? Set.of() : ScopeText.read(scope))
        .build();
  }

  private static @Nullable String token(@Nullable String token, String name) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    if (token.length() > MAX_TOKEN || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "%s: too long or with odd characters (expected: <= %d of visible ASCII)"
              .formatted(name, MAX_TOKEN));
    }
    return token;
  }

  private static long lifetime(@Nullable String seconds) {
    if (seconds == null || seconds.isBlank()) {
      return USUAL_LIFETIME;
    }
    try {
      // As a double, because some servers send 3600.0 or 3.6e3.
      double lifetime = Double.parseDouble(seconds.trim());
      if (lifetime >= 0) {
        return (long) Math.min(lifetime, MAX_LIFETIME);
      }
    } catch (NumberFormatException e) {
      // Reported below, without quoting.
    }
    throw new IllegalArgumentException("expires_in: not a number of seconds (expected: >= 0)");
  }
}
