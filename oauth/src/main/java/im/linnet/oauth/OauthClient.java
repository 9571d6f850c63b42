package im.linnet.oauth;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application as registered with the authorization server (RFC 6749, section 2).
 *
 * @param id its identifier, which is public
 * @param secret its secret, or null: an application that users install can't keep one
 * @param endpoints the authorization server
 * @param scopes the scopes to request; none for the server's default (RFC 6749, section 3.3)
 */
public record OauthClient(
    String id, @Nullable String secret, OauthEndpoints endpoints, Set<String> scopes) {

  /**
   * Checks the identifier and the scopes (RFC 6749, section 3.3).
   *
   * @throws IllegalArgumentException if the identifier or a scope is empty, or a scope contains a
   *     character that is not allowed in scopes
   */
  public OauthClient {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: the application's client_id)");
    }
    scopes = ScopeText.ordered(scopes);
  }

  /**
   * An application without a secret.
   *
   * @param id its identifier
   * @param endpoints the authorization server
   * @param scopes the scopes to request
   * @return the application
   */
  public static OauthClient of(String id, OauthEndpoints endpoints, String... scopes) {
    return new OauthClient(id, null, endpoints, ScopeText.ordered(scopes));
  }

  /**
   * Returns a copy with a secret.
   *
   * @param clientSecret the secret
   * @return the changed copy
   */
  public OauthClient withSecret(String clientSecret) {
    return new OauthClient(id, Objects.requireNonNull(clientSecret), endpoints, scopes);
  }

  /**
   * Returns a copy with other scopes.
   *
   * @param names the scopes
   * @return the changed copy
   */
  public OauthClient withScopes(String... names) {
    return new OauthClient(id, secret, endpoints, ScopeText.ordered(names));
  }

  /** {@return the application without its secret} */
  @Override
  public String toString() {
    return "OauthClient[" + id + ", " + endpoints.token().getHost() + ", " + scopes + "]";
  }
}
