package im.linnet.testkit.server;

import im.linnet.testkit.net.FreePorts;
import java.util.List;

/**
 * Loopback ports that were free a moment ago. Another process may take one before the server does,
 * so a start is retried with others.
 *
 * @param starttls for clients that start in clear text
 * @param directTls for clients that start with TLS
 * @param http for the server's administration interface, if it has one
 * @param https for WebSocket, uploads and host-meta
 * @param components for external components; as many as the server needs
 */
record Ports(int starttls, int directTls, int http, int https, List<Integer> components) {

  private static final int CLIENTS_AND_HTTP = 4;

  /** Ports for clients and HTTP, and this many for components. */
  static Ports free(int components) {
    List<Integer> ports = FreePorts.find(CLIENTS_AND_HTTP + components);
    return new Ports(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.subList(CLIENTS_AND_HTTP, ports.size()));
  }
}
