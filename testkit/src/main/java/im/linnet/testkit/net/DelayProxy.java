package im.linnet.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP proxy on a free loopback port, in front of a server, that passes all bytes on in order
 * after a fixed delay, as a line to a distant server would, and counts round trips.
 *
 * <pre>{@code
 * try (DelayProxy line = DelayProxy.to(server.directTlsPort(), Duration.ofMillis(50))) {
 *   connect("127.0.0.1", line.port());
 *   System.out.println(line.connections().get(0).roundTrips());
 * }
 * }</pre>
 *
 * <p>The client's connection to the proxy is established at once, so the first bytes of the client
 * wait for as long as a TCP handshake over the line would take. All methods can be called by any
 * thread. Closing the proxy ends its connections and threads and releases the port.
 */
public final class DelayProxy implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(1);

  private final InetSocketAddress target;
  private final long delay;
  private final Ticker ticker;
  private final List<DelayedConnection> connections = new ArrayList<>();
  private final Listener listener;

  DelayProxy(InetSocketAddress target, Duration eachWay, Ticker ticker) {
    if (eachWay.isNegative() || eachWay.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "eachWay: %s (expected: %s to %s)".formatted(eachWay, Duration.ZERO, MOST));
    }
    this.target = target;
    this.delay = eachWay.toNanos();
    this.ticker = ticker;
    listener = new Listener("delay-proxy", this::serve);
  }

  /**
   * A proxy in front of that loopback port.
   *
   * @param port the server's port
   * @param eachWay the delay in one direction, half of a round trip; at most a minute
   * @throws IllegalArgumentException if it is negative or more
   */
  public static DelayProxy to(int port, Duration eachWay) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), eachWay);
  }

  /**
   * A proxy in front of that address.
   *
   * @param target the server
   * @param eachWay the delay in one direction, half of a round trip; at most a minute
   * @throws IllegalArgumentException if it is negative or more
   */
  public static DelayProxy to(InetSocketAddress target, Duration eachWay) {
    return new DelayProxy(target, eachWay, Ticker.SYSTEM);
  }

  /** The address where the proxy listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** The port where the proxy listens. */
  public int port() {
    return address().getPort();
  }

  /** All connections that reached the server, oldest first, including those that have ended. */
  public List<DelayedConnection> connections() {
    synchronized (connections) {
      return List.copyOf(connections);
    }
  }

  /** Ends all connections and releases the port. */
  @Override
  public void close() {
    listener.close();
  }

  private void serve(Socket client) {
    Socket server = new Socket();
    listener.adopt(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target);
      DelayedConnection connection = new DelayedConnection(client, server, delay, ticker);
      synchronized (connections) {
        connections.add(connection);
      }
      connection.run();
    } catch (IOException e) {
      // No server: the client sees a reset connection.
      Sockets.reset(client);
    } finally {
      Sockets.close(client);
      Sockets.close(server);
      listener.forget(client, server);
    }
  }
}
