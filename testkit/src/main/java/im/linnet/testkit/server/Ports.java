package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Loopback ports that were free a moment ago; a third party may take one before the server does,
 * which is why a start is tried again with others.
 *
 * @param starttls for clients that begin in clear text
 * @param directTls for clients that begin with TLS
 * @param http for the server's own administration, where it has one, or for components
 */
record Ports(int starttls, int directTls, int http) {

  static Ports free() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // Held all at once, so that they differ.
    try (ServerSocket a = new ServerSocket(0, 1, loopback);
        ServerSocket b = new ServerSocket(0, 1, loopback);
        ServerSocket c = new ServerSocket(0, 1, loopback)) {
      return new Ports(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
