package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One port of the server and its open connections, each with a thread of its own. */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Site site;
  private final Connection.Negotiation negotiation;
  private final ServerSocket socket;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Map<Wire, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Listener(Site site, Connection.Negotiation negotiation, ServerSocket socket) {
    this.site = site;
    this.negotiation = negotiation;
    this.socket = socket;
  }

  /**
   * Listens on loopback.
   *
   * @param port the port; 0 for a free one
   */
  static Listener start(Site site, Connection.Negotiation negotiation, int port) {
    try {
      ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      Listener listener = new Listener(site, negotiation, socket);
      site.threads().start("listener-" + listener.port(), listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on port " + port + " of loopback", e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Cuts all connections and returns when they have ended; new ones are accepted. */
  void cut() {
    Map<Wire, Thread> open = Map.copyOf(threads);
    open.keySet().forEach(Wire::abort);
    open.values().forEach(Threads::join);
  }

  /** Cuts all connections and accepts no more. */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      // It no longer listens, which is sufficient.
    }
    cut();
  }

  private void accept() {
    while (!closed) {
      try {
        Wire wire = new Wire(socket.accept());
        int number = accepted.incrementAndGet();
        threads.values().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        threads.put(wire, site.threads().start("connection-" + number, () -> serve(wire, number)));
        if (closed) {
          wire.abort();
        }
      } catch (IOException e) {
        // Closed, or the peer left before it was accepted: the condition of the loop decides.
      }
    }
  }

  private void serve(Wire wire, int number) {
    new Connection(wire, site, negotiation).run(number);
  }
}
