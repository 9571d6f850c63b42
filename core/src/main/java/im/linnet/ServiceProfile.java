package im.linnet;

import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.stanza.Stanza;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The peculiarities of one service: fallback endpoints, keep-alive, and stanzas it can't handle.
 * {@link #standard()} fits any XMPP server.
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
   * The endpoints of the service, used if its domain has no SRV records.
   *
   * @return endpoints in the order to try; if empty, the domain itself at port 5222 is tried
   */
  default List<Endpoint> fallbackEndpoints() {
    return List.of();
  }

  /** {@return the keep-alive for idle connections; by default a ping after five minutes} */
  default KeepAlive keepAlive() {
    return KeepAlive.ping(java.time.Duration.ofMinutes(5));
  }

  /**
   * Whether the service derives the account from the credentials. The bound address may then have a
   * different local part than the address given to the client. To allow a different domain, use
   * {@link ClientBuilder#aliasDomain}.
   *
   * @return true if any address of the domain may be bound
   */
  default boolean assignsAccount() {
    return false;
  }

  /**
   * Checks whether the service can handle a stanza.
   *
   * @param stanza the stanza about to be sent
   * @return a sentence that says why it can't be sent and what to do instead; null if it may be
   *     sent
   */
  default @Nullable String refusal(Stanza stanza) {
    return null;
  }
}
