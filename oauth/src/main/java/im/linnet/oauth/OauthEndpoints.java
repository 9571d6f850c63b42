package im.linnet.oauth;

import java.net.URI;
import java.util.Locale;

/**
 * The addresses of an authorization server (RFC 6749, section 3). TLS is required, as secrets are
 * sent to it; only a server on this machine may do without.
 *
 * @param authorize the page on which the user consents
 * @param token the endpoint that redeems codes and refresh tokens
 * @param redirect the page for applications without a site of their own, where the code or token is
 *     read from the browser's address
 */
public record OauthEndpoints(URI authorize, URI token, URI redirect) {

  /**
   * Checks the addresses.
   *
   * @throws IllegalArgumentException if one is not absolute, has a fragment (RFC 6749, section
   *     3.1), or is neither HTTPS nor on this machine
   */
  public OauthEndpoints {
    require(authorize, "authorize");
    require(token, "token");
    require(redirect, "redirect");
  }

  private static void require(URI uri, String what) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https") || (scheme.equals("http") && isLoopback(uri));
    if (!secure || uri.getHost() == null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "%s: %s (expected: https://.., or http://127.0.0.1:.., without fragment)"
              .formatted(what, uri));
    }
  }

  private static boolean isLoopback(URI uri) {
    return "127.0.0.1".equals(uri.getHost())
        || "[::1]".equals(uri.getHost())
        || "localhost".equalsIgnoreCase(uri.getHost());
  }
}
