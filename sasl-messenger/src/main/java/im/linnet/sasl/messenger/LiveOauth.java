package im.linnet.sasl.messenger;

import im.linnet.oauth.OauthClient;
import im.linnet.oauth.OauthEndpoints;
import java.net.URI;

/** Where users consented to an application, and to what, so that it could sign in to Messenger. */
public final class LiveOauth {

  /** The scope without which the XMPP service refuses a token. */
  public static final String SCOPE_MESSENGER = "wl.messenger";

  /** The scope without which there is no refresh token. */
  public static final String SCOPE_OFFLINE = "wl.offline_access";

  /** The authorization server as in the first documents of the service (2011). */
  public static final OauthEndpoints OAUTH_LIVE =
      new OauthEndpoints(
          URI.create("https://oauth.live.com/authorize"),
          URI.create("https://oauth.live.com/token"),
          URI.create("https://oauth.live.com/desktop"));

  /** The authorization server as from 2012. */
  public static final OauthEndpoints LOGIN_LIVE =
      new OauthEndpoints(
          URI.create("https://login.live.com/oauth20_authorize.srf"),
          URI.create("https://login.live.com/oauth20_token.srf"),
          URI.create("https://login.live.com/oauth20_desktop.srf"));

  private LiveOauth() {}

  /**
   * An application without secret that asks for {@link #SCOPE_MESSENGER} and {@link
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
