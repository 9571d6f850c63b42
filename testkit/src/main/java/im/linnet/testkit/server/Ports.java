package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
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
    List<ServerSocket> held = new ArrayList<>();
    try {
      // All held at the same time, so that they differ.
      for (int i = 0; i < CLIENTS_AND_HTTP + components; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      return new Ports(
          ports.get(0),
          ports.get(1),
          ports.get(2),
          ports.get(3),
          ports.subList(CLIENTS_AND_HTTP, ports.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a port on loopback can't be given back", e);
    }
  }
}
