package im.linnet.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A TCP proxy on a free loopback port, in front of a server, that breaks connections as planned or
 * on cue.
 *
 * <pre>{@code
 * try (FaultProxy line = FaultProxy.to(server.starttlsPort())) {
 *   line.planNext(Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 300, Cut.RST));
 *   connect("127.0.0.1", line.port());
 * }
 * }</pre>
 *
 * <p>All methods can be called by any thread. Closing the proxy ends its connections and threads
 * and releases the port.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress target;
  private final List<ProxiedConnection> connections = new ArrayList<>();
  private final Deque<Plan> next = new ArrayDeque<>();
  private final List<Stranger> strangers = new ArrayList<>();
  private final Listener listener;
  private Supplier<Plan> plan = () -> Plan.CLEAN;

  private FaultProxy(InetSocketAddress target) {
    this.target = target;
    listener = new Listener("fault-proxy", this::serve);
  }

  /** A proxy in front of that loopback port. */
  public static FaultProxy to(int port) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** A proxy in front of that address. */
  public static FaultProxy to(InetSocketAddress target) {
    return new FaultProxy(target);
  }

  /** The address where the proxy listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** The port where the proxy listens. */
  public int port() {
    return address().getPort();
  }

  /** Sets the plan for new connections for which {@link #planNext} has none. */
  public void plan(Plan value) {
    plans(() -> value);
  }

  /**
   * Sets the source of plans for new connections for which {@link #planNext} has none.
   *
   * @param source called for each connection, one at a time
   */
  public synchronized void plans(Supplier<Plan> source) {
    plan = source;
  }

  /** Adds plans for the next connections, one for each, in this order. */
  public synchronized void planNext(Plan... plans) {
    next.addAll(List.of(plans));
  }

  /**
   * Refuses new connections until {@link #listen()}, like a port without a server. Connections that
   * already transfer bytes stay open; one that was just made may be reset.
   */
  public void refuse() {
    listener.refuse();
  }

  /** Accepts connections again, on the same port. */
  public void listen() {
    listener.listen();
  }

  /** Breaks all current connections. */
  public void cut(Cut how) {
    connections().forEach(connection -> connection.cut(how));
  }

  /**
   * Discards all bytes that arrive from now on in that direction, on all current connections. The
   * other direction is not affected.
   */
  public void silence(Direction direction) {
    connections().forEach(connection -> connection.silence(direction));
  }

  /** All connections that reached the server, oldest first, including those that have ended. */
  public synchronized List<ProxiedConnection> connections() {
    return List.copyOf(connections);
  }

  /** The strangers that answered connections in place of the server, oldest first. */
  public synchronized List<Stranger> strangers() {
    return List.copyOf(strangers);
  }

  /** The number of connections broken, by their plan or on cue. */
  public long broken() {
    return connections().stream().filter(ProxiedConnection::isBroken).count();
  }

  /** The number of bytes passed in that direction by all connections. */
  public long bytes(Direction direction) {
    return connections().stream().mapToLong(connection -> connection.bytes(direction)).sum();
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
      Plan planned = nextPlan();
      Stranger stranger = planned.stranger();
      if (stranger == null) {
        pass(new ProxiedConnection(client, server, planned), client, server);
      } else {
        Sockets.close(server);
        meet(stranger, client);
      }
    } catch (IOException e) {
      // No server: the client sees a reset connection.
      Sockets.reset(client);
    } finally {
      Sockets.close(server);
      listener.forget(client, server);
    }
  }

  private void meet(Stranger stranger, Socket client) {
    synchronized (this) {
      strangers.add(stranger);
    }
    try {
      stranger.answer(client);
    } catch (IOException e) {
      // The client has already ended it.
    } finally {
      Sockets.close(client);
    }
  }

  private void pass(ProxiedConnection connection, Socket client, Socket server) {
    listener.adopt(connection, client, server);
    synchronized (this) {
      connections.add(connection);
    }
    connection.run();
    listener.forget(connection);
  }

  private synchronized Plan nextPlan() {
    return next.isEmpty() ? plan.get() : next.removeFirst();
  }
}
