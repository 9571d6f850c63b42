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
 * <p>All methods may be called by any thread. Closing it ends its connections, threads and port.
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

  /** Where the proxy listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** The port where the proxy listens. */
  public int port() {
    return address().getPort();
  }

  /** Sets the plan for connections from now on that {@link #planNext} has none for. */
  public void plan(Plan value) {
    plans(() -> value);
  }

  /**
   * Sets where the plan for each connection from now on comes from, if {@link #planNext} has none.
   *
   * @param source is asked for one connection after the other
   */
  public synchronized void plans(Supplier<Plan> source) {
    plan = source;
  }

  /** Adds plans for the next connections, one for each, in this order. */
  public synchronized void planNext(Plan... plans) {
    next.addAll(List.of(plans));
  }

  /**
   * Refuses new connections until {@link #listen()}, as a port without a server does. Connections
   * that carry bytes already stay; one that was just made may be reset.
   */
  public void refuse() {
    listener.refuse();
  }

  /** Accepts connections again, on the same port. */
  public void listen() {
    listener.listen();
  }

  /** Breaks every connection that there is now. */
  public void cut(Cut how) {
    connections().forEach(connection -> connection.cut(how));
  }

  /**
   * Swallows what comes from now on in that direction, on every connection that there is now; the
   * other direction goes on.
   */
  public void silence(Direction direction) {
    connections().forEach(connection -> connection.silence(direction));
  }

  /** Every connection that reached the server, oldest first, ended ones too. */
  public synchronized List<ProxiedConnection> connections() {
    return List.copyOf(connections);
  }

  /** Who answered connections in the place of the server so far, oldest first. */
  public synchronized List<Stranger> strangers() {
    return List.copyOf(strangers);
  }

  /** How many connections were broken, by their plan or on cue. */
  public long broken() {
    return connections().stream().filter(ProxiedConnection::isBroken).count();
  }

  /** How many bytes passed in that direction in all connections together. */
  public long bytes(Direction direction) {
    return connections().stream().mapToLong(connection -> connection.bytes(direction)).sum();
  }

  /** Ends all connections and frees the port. */
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
      // No server: the client sees a connection that is reset.
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
      // The client has ended it otherwise.
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
