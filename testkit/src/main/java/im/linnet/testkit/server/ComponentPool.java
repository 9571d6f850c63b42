package im.linnet.testkit.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The components that a shared server knows, for tests that each need one of their own: neither
 * server accepts further ones while it runs. Thread-safe.
 */
final class ComponentPool {

  private static final int SIZE = 16;

  private final Deque<Integer> free = new ArrayDeque<>();

  /** Creates the pool and adds its components to the settings of a server. */
  ComponentPool(RealServer.Builder settings) {
    for (int i = 1; i <= SIZE; i++) {
      settings.component(host(i), secret(i));
      free.add(i);
    }
  }

  /**
   * Takes a component out of the pool.
   *
   * @throws IllegalStateException if all are taken
   */
  synchronized LiveComponent take(RealServer server) {
    Integer number = free.poll();
    if (number == null) {
      throw new IllegalStateException(
          "all " + SIZE + " components of the shared server are taken: increase the pool's size");
    }
    String host = host(number);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.componentPort(host));
    return new LiveComponent(host, secret(number), address);
  }

  private static String host(int number) {
    return "component" + number + "." + ServerSite.DOMAIN;
  }

  private static String secret(int number) {
    return "handshake" + number;
  }
}
