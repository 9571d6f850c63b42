package im.linnet.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user, in a browser, for consent (RFC 6749, section 4.1.1): {@link #uri()} is where to
 * send the browser.
 *
 * @param client who asks
 * @param redirect where the browser is sent with the answer
 * @param type what the answer shall be
 * @param state comes back with the answer, to tell it from a forged one; or null
 * @param display how the page is to look, or null
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

  /** What the answer is. */
  public enum ResponseType {
    /** A code, to be redeemed at the token endpoint; the only way to a refresh token. */
    CODE,
    /** An access token in the fragment of the redirect. */
    TOKEN
  }

  /** How the page looks. */
  public enum Display {
    /** A page of its own. */
    PAGE,
    /** A small window. */
    POPUP,
    /** For fingers. */
    TOUCH,
    /** No page at all: fails unless the user consented before. */
    NONE
  }

  /**
   * Asks for a code that comes to the endpoints' own redirect page.
   *
   * @param client who asks
   * @return the request
   */
  public static AuthorizationRequest of(OauthClient client) {
    return new AuthorizationRequest(
        client, client.endpoints().redirect(), ResponseType.CODE, null, null, null, null);
  }

  /**
   * The same with another redirect.
   *
   * @param other where the answer goes
   * @return the changed copy
   */
  public AuthorizationRequest withRedirect(URI other) {
    return new AuthorizationRequest(client, other, type, state, display, locale, pkce);
  }

  /**
   * The same with another kind of answer.
   *
   * @param other the kind
   * @return the changed copy
   */
  public AuthorizationRequest withType(ResponseType other) {
    return new AuthorizationRequest(client, redirect, other, state, display, locale, pkce);
  }

  /**
   * The same with a state.
   *
   * @param other comes back with the answer
   * @return the changed copy
   */
  public AuthorizationRequest withState(String other) {
    return new AuthorizationRequest(client, redirect, type, other, display, locale, pkce);
  }

  /**
   * The same with another look.
   *
   * @param other the look
   * @return the changed copy
   */
  public AuthorizationRequest withDisplay(Display other) {
    return new AuthorizationRequest(client, redirect, type, state, other, locale, pkce);
  }

  /**
   * The same in another language.
   *
   * @param other the language
   * @return the changed copy
   */
  public AuthorizationRequest withLocale(Locale other) {
    return new AuthorizationRequest(client, redirect, type, state, display, other, pkce);
  }

  /**
   * The same with a proof key.
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

  /** {@return who asks for what; neither state nor key} */
  @Override
  public String toString() {
    return "AuthorizationRequest[" + client + ", " + type + ", " + redirect + "]";
  }
}
