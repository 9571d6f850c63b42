package im.linnet.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A listening loopback socket that can be closed and reopened, and its connections. */
final class Listener implements AutoCloseable {
  private final String name;
  private final Consumer<Socket> onConnection;
  private final Map<Object, Runnable> closers = new ConcurrentHashMap<>();
  private final InetSocketAddress address;
  private ServerSocket listening;
  private Thread acceptor;
  private boolean closed;

  /**
   * Listens on a free port.
   *
   * @param onConnection called for each new connection, on a thread of its own
   */
  Listener(String name, Consumer<Socket> onConnection) {
    this.name = name;
    this.onConnection = onConnection;
    listening = bind(0);
    address = new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    acceptor = accept(listening);
  }

  InetSocketAddress address() {
    return address;
  }

  /** Stops listening: new connections are refused. Existing ones stay. */
  void refuse() {
    Thread last;
    synchronized (this) {
      Sockets.close(listening);
      last = acceptor;
    }
    // Until it has woken up, the kernel still accepts connections.
    Sockets.join(last);
  }

  /** Listens again on the same port. */
  synchronized void listen() {
    if (listening.isClosed() && !closed) {
      listening = bind(address.getPort());
      acceptor = accept(listening);
    }
  }

  /** Closes a socket when this listener is closed, at once if it already is. */
  void adopt(Socket socket) {
    adopt(socket, () -> Sockets.close(socket));
  }

  /** Closes a connection, instead of its two sockets, when this listener is closed. */
  void adopt(ProxiedConnection connection, Socket client, Socket server) {
    adopt(connection, connection::close);
    forget(client, server);
  }

  void forget(Object... adopted) {
    closers.keySet().removeAll(List.of(adopted));
  }

  private synchronized void adopt(Object key, Runnable closer) {
    closers.put(key, closer);
    if (closed) {
      closer.run();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    refuse();
    closers.values().forEach(Runnable::run);
  }

  private Thread accept(ServerSocket server) {
    return Sockets.start(
        name,
        () -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              adopt(socket);
              Sockets.start(name + "-connection", () -> onConnection.accept(socket));
            } catch (IOException e) {
              // Closed, or the client left before it was accepted.
            }
          }
        });
  }

  private static ServerSocket bind(int port) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on loopback port " + port, e);
    }
  }
}
