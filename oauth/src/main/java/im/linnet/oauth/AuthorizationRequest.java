package im.linnet.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for the user's consent in a browser (RFC 6749, section 4.1.1). {@link #uri()} is the
 * address to open in the browser.
 *
 * @param client the application
 * @param redirect where the browser is redirected with the response
 * @param type the kind of response
 * @param state is returned with the response and protects against forged ones; or null
 * @param display the layout of the page, or null
 * @param locale the language of the page, or null
 * @param pkce binds the code to this program (RFC 7636), or null
 */
public record AuthorizationRequest(
    OauthClient client,
    URI redirect,
    ResponseType type,
    @Nullable String state,
    @Nullable Display display,
    @Nullable Locale locale,
    @Nullable Pkce pkce) {

  /** The kind of response. */
  public enum ResponseType {
    /** A code for the token endpoint; the only way to get a refresh token. */
    CODE,
    /** An access token in the fragment of the redirect. */
    TOKEN
  }

  /** The layout of the page. */
  public enum Display {
    /** A full page. */
    PAGE,
    /** A small window. */
    POPUP,
    /** A page for touch screens. */
    TOUCH,
    /** No page: fails unless the user has already consented. */
    NONE
  }

  /**
   * A request for a code, with the redirect page of the endpoints.
   *
   * @param client the application
   * @return the request
   */
  public static AuthorizationRequest of(OauthClient client) {
    return new AuthorizationRequest(
        client, client.endpoints().redirect(), ResponseType.CODE, null, null, null, null);
  }

  /**
   * Returns a copy with another redirect.
   *
   * @param other where the response goes
   * @return the changed copy
   */
  public AuthorizationRequest withRedirect(URI other) {
    return new AuthorizationRequest(client, other, type, state, display, locale, pkce);
  }

  /**
   * Returns a copy with another kind of response.
   *
   * @param other the kind
   * @return the changed copy
   */
  public AuthorizationRequest withType(ResponseType other) {
    return new AuthorizationRequest(client, redirect, other, state, display, locale, pkce);
  }

  /**
   * Returns a copy with a state.
   *
   * @param other is returned with the response
   * @return the changed copy
   */
  public AuthorizationRequest withState(String other) {
    return new AuthorizationRequest(client, redirect, type, other, display, locale, pkce);
  }

  /**
   * Returns a copy with another layout.
   *
   * @param other the layout
   * @return the changed copy
   */
  public AuthorizationRequest withDisplay(Display other) {
    return new AuthorizationRequest(client, redirect, type, state, other, locale, pkce);
  }

  /**
   * Returns a copy with another language.
   *
   * @param other the language
   * @return the changed copy
   */
  public AuthorizationRequest withLocale(Locale other) {
    return new AuthorizationRequest(client, redirect, type, state, display, other, pkce);
  }

  /**
   * Returns a copy with a proof key.
   *
   * @param other the key
   * @return the changed copy
   */
  public AuthorizationRequest withPkce(Pkce other) {
    return new AuthorizationRequest(client, redirect, type, state, display, locale, other);
  }

  /** {@return the address for the browser} */
  public URI uri() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("client_id", client.id());
    parameters.put("redirect_uri", redirect.toString());
    parameters.put("response_type", type.name().toLowerCase(Locale.ROOT));
    if (!client.scopes().isEmpty()) {
      parameters.put("scope", ScopeText.write(client.scopes()));
    }
    if (state != null) {
      parameters.put("state", state);
    }
    if (display != null) {
      parameters.put("display", display.name().toLowerCase(Locale.ROOT));
    }
    if (locale != null) {
      parameters.put("locale", locale.toLanguageTag());
    }
    if (pkce != null) {
      parameters.put("code_challenge", pkce.challenge());
      parameters.put("code_challenge_method", "S256");
    }
    URI page = client.endpoints().authorize();
    String separator = page.getRawQuery() == null ? "?" : "&";
    return URI.create(page + separator + FormParameters.write(parameters));
  }

  /** {@return the application and the scopes; neither state nor key} */
  @Override
  public String toString() {
    return "AuthorizationRequest[" + client + ", " + type + ", " + redirect + "]";
  }
}
