package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Loopback ports that were free a moment ago. Another process may take one before the server does,
 * so a start is retried with others.
 *
 * @param starttls for clients that start in clear text
 * @param directTls for clients that start with TLS
 * @param http for the server's administration interface, if it has one, or for components
 */
record Ports(int starttls, int directTls, int http) {

  static Ports free() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // All held at the same time, so that they differ.
    try (ServerSocket a = new ServerSocket(0, 1, loopback);
        ServerSocket b = new ServerSocket(0, 1, loopback);
        ServerSocket c = new ServerSocket(0, 1, loopback)) {
      return new Ports(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
