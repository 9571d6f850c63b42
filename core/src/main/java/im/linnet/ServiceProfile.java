package im.linnet;

import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.stanza.Stanza;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is special about one service, bundled: where it is found when DNS does not say, how its
 * connections are kept, what it can't do. The standard profile is that of any XMPP server.
 */
public interface ServiceProfile {

  /** {@return the profile of any XMPP server} */
  static ServiceProfile standard() {
    return new ServiceProfile() {
      @Override
      public String toString() {
        return "standard";
      }
    };
  }

  /**
   * Where the service is when its domain has no SRV records.
   *
   * @return endpoints in the order to try; empty for the domain itself at port 5222
   */
  default List<Endpoint> fallbackEndpoints() {
    return List.of();
  }

  /** {@return how a silent connection is kept; by default a ping after five minutes} */
  default KeepAlive keepAlive() {
    return KeepAlive.ping(java.time.Duration.ofMinutes(5));
  }

  /**
   * Tells whether the service finds the account by the credentials, so that the address it binds
   * may have another local part than the one given to the client. For another domain there is
   * {@link ClientBuilder#aliasDomain}.
   *
   * @return whether any address of the domain may be bound
   */
  default boolean assignsAccount() {
    return false;
  }

  /**
   * Why the service can't handle a stanza.
   *
   * @param stanza what is about to be sent
   * @return a sentence that says why and what to do instead, or null if it may be sent
   */
  default @Nullable String refusal(Stanza stanza) {
    return null;
  }
}
