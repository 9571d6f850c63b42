package im.linnet.testkit.messenger;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens that were issued. An {@link im.linnet.testkit.messenger.oauth.OauthService}
 * records them, and a {@link MessengerService} with the same book looks them up. Thread-safe.
 */
public final class TokenBook {

  /** The XMPP service refuses tokens without this scope. */
  public static final String SCOPE = "wl.messenger";

  /** As long as the traced tokens and, like them, without padding. */
  private static final int SIZE = 552;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(MessengerUser user, Set<String> scopes, Instant expires) {}

  /**
   * An empty book.
   *
   * @param clock determines when tokens expire
   */
  public TokenBook(Clock clock) {
    this.clock = clock;
  }

  /**
   * Issues a token in the form of the real ones: base64, with slashes and plus signs.
   *
   * @param user the user that it authenticates
   * @param scopes the scopes that it grants
   * @param lifetime its period of validity
   * @return the token
   * @throws IllegalArgumentException if the lifetime is negative
   */
  public String issue(MessengerUser user, Set<String> scopes, Duration lifetime) {
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    // “EwA”, the beginning of all traced tokens.
    bytes[0] = 0x13;
    bytes[1] = 0;
    bytes[2] &= 0x3f;
    String token = Base64.getEncoder().encodeToString(bytes);
    entries.put(token, new Entry(user, Set.copyOf(scopes), end(lifetime)));
    return token;
  }

  private Instant end(Duration lifetime) {
    if (lifetime.isNegative()) {
      throw new IllegalArgumentException("lifetime: " + lifetime + " (expected: >= 0)");
    }
    Instant now = clock.instant();
    boolean endless = lifetime.compareTo(Duration.between(now, Instant.MAX)) > 0;
    return endless ? Instant.MAX : now.plus(lifetime);
  }

  /** Revokes all tokens of a user, as a change of the password did. */
  public void revoke(MessengerUser user) {
    entries.values().removeIf(entry -> entry.user().equals(user));
  }

  /**
   * The user of a token.
   *
   * @param token the token
   * @return the user, or null if the token was not issued, is expired or revoked, or is not for
   *     {@link #SCOPE}
   */
  public @Nullable MessengerUser holder(String token) {
    Entry entry = entries.get(token);
    if (entry == null || !entry.scopes().contains(SCOPE)) {
      return null;
    }
    return clock.instant().isBefore(entry.expires()) ? entry.user() : null;
  }
}
