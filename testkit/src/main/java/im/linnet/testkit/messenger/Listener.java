package im.linnet.testkit.messenger;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One address of the service.
 *
 * @param index 0 for the front
 * @param server the socket
 * @param tls the certificate, or null
 */
record Listener(int index, ServerSocket server, @Nullable SSLContext tls) {

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** {@return host and port in the form used by see-other-host} */
  String hostAndPort() {
    String host = address().getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
  }
}
