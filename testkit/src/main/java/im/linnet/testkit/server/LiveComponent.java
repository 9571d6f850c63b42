package im.linnet.testkit.server;

import java.net.InetSocketAddress;

/**
 * A domain that an external component can serve (XEP-0114), such as a gateway. The component
 * connects in clear text, on loopback. The server accepts stanzas from any address from it.
 *
 * @param host the domain, a subdomain of the server's
 * @param secret what the component and the server share
 * @param address where the component connects
 */
public record LiveComponent(String host, String secret, InetSocketAddress address) {

  /** {@return the component without its secret} */
  @Override
  public String toString() {
    return "LiveComponent[" + host + "]";
  }
}
