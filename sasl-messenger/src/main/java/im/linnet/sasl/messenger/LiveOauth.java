package im.linnet.sasl.messenger;

import im.linnet.oauth.OauthClient;
import im.linnet.oauth.OauthEndpoints;
import java.net.URI;

/** The OAuth endpoints and scopes with which an application signed in to Messenger. */
public final class LiveOauth {

  /** The XMPP service refuses tokens without this scope. */
  public static final String SCOPE_MESSENGER = "wl.messenger";

  /** Without this scope no refresh token is issued. */
  public static final String SCOPE_OFFLINE = "wl.offline_access";

  /** The authorization server of the service's first documents (2011). */
  public static final OauthEndpoints OAUTH_LIVE =
      new OauthEndpoints(
          URI.create("https://oauth.live.com/authorize"),
          URI.create("https://oauth.live.com/token"),
          URI.create("https://oauth.live.com/desktop"));

  /** The authorization server from 2012. */
  public static final OauthEndpoints LOGIN_LIVE =
      new OauthEndpoints(
          URI.create("https://login.live.com/oauth20_authorize.srf"),
          URI.create("https://login.live.com/oauth20_token.srf"),
          URI.create("https://login.live.com/oauth20_desktop.srf"));

  private LiveOauth() {}

  /**
   * An application without a secret that requests {@link #SCOPE_MESSENGER} and {@link
   * #SCOPE_OFFLINE}.
   *
   * @param id its identifier
   * @param endpoints the authorization server
   * @return the application
   */
  public static OauthClient client(String id, OauthEndpoints endpoints) {
    return OauthClient.of(id, endpoints, SCOPE_MESSENGER, SCOPE_OFFLINE);
  }
}
