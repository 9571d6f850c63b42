package im.linnet.testkit.messenger.oauth;

import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users' consents, as codes and refresh tokens. Thread-safe. */
final class Grants {
  static final String OFFLINE = "wl.offline_access";

  /**
   * A consent.
   *
   * @param user the user
   * @param scopes the scopes
   * @param redirect where the code was sent
   * @param challenge the challenge of the proof key (RFC 7636), or null
   */
  record Grant(
      MessengerUser user, Set<String> scopes, String redirect, @Nullable String challenge) {}

  private final TokenBook book;
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
  private volatile Duration lifetime = Duration.ofHours(1);

  Grants(TokenBook book) {
    this.book = book;
  }

  void lifetime(Duration each) {
    lifetime = each;
  }

  String code(Grant grant) {
    String code = UUID.randomUUID().toString();
    codes.put(code, grant);
    return code;
  }

  void revoke(MessengerUser user) {
    refreshTokens.values().removeIf(grant -> grant.user().equals(user));
    book.revoke(user);
  }

  /** Redeems a code, which then becomes invalid; null if it does not belong to the request. */
  @Nullable Grant redeem(Map<String, String> request) {
    Grant grant = codes.remove(request.getOrDefault("code", ""));
    boolean valid =
        grant != null
            && grant.redirect().equals(request.get("redirect_uri"))
            && (grant.challenge() == null
                || grant.challenge().equals(s256(request.getOrDefault("code_verifier", ""))));
    return valid ? grant : null;
  }

  /** The grant of a refresh token, which becomes invalid if it is to be replaced. */
  @Nullable Grant refresh(Map<String, String> request, boolean replace) {
    String token = request.getOrDefault("refresh_token", "");
    return replace ? refreshTokens.remove(token) : refreshTokens.get(token);
  }

  /** The parameters of a token response, in the traced order. */
  Map<String, String> tokens(Grant grant, boolean withRefreshToken) {
    Map<String, String> response = new LinkedHashMap<>();
    response.put("access_token", book.issue(grant.user(), grant.scopes(), lifetime));
    response.put("token_type", "bearer");
    response.put("authentication_token", "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl");
    if (withRefreshToken && grant.scopes().contains(OFFLINE)) {
      String refreshToken = "M.R3_" + UUID.randomUUID();
      refreshTokens.put(refreshToken, grant);
      response.put("refresh_token", refreshToken);
    }
    response.put("expires_in", Long.toString(lifetime.toSeconds()));
    response.put("scope", String.join(" ", grant.scopes()));
    return response;
  }

  private static String s256(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
