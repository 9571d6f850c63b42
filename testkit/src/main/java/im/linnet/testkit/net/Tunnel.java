package im.linnet.testkit.net;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The common part of the proxies. They differ in the greeting, then connect to their one target.
 */
final class Tunnel implements AutoCloseable {
  private final InetSocketAddress target;
  private final Greeting greeting;
  private final List<ProxyRequest> requests = new ArrayList<>();
  private final Listener listener;

  /** The part of the conversation before the tunnel. */
  interface Greeting {
    /** Returns whether a tunnel was requested and allowed; its success isn't reported yet. */
    boolean greet(Socket client, Tunnel tunnel) throws IOException;

    /** Reports to the client that the tunnel is open, or that the target couldn't be reached. */
    void report(Socket client, boolean reached) throws IOException;
  }

  Tunnel(String name, InetSocketAddress target, Greeting greeting) {
    this.target = target;
    this.greeting = greeting;
    listener = new Listener(name, this::serve);
  }

  InetSocketAddress address() {
    return listener.address();
  }

  void record(ProxyRequest request) {
    synchronized (requests) {
      requests.add(request);
    }
  }

  List<ProxyRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

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
      if (greeting.greet(client, this)) {
        boolean reached = reach(server);
        greeting.report(client, reached);
        if (reached) {
          ProxiedConnection connection = new ProxiedConnection(client, server, Plan.CLEAN);
          listener.adopt(connection, client, server);
          connection.run();
          listener.forget(connection);
        }
      }
      linger(client);
    } catch (IOException e) {
      // The client has left, or it doesn't speak the proxy's protocol: it is dropped.
    } finally {
      Sockets.close(client);
      Sockets.close(server);
      listener.forget(client, server);
    }
  }

  private boolean reach(Socket server) {
    try {
      server.connect(target);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads the remaining input, so that the client gets the answer and not a reset. */
  private static void linger(Socket client) throws IOException {
    if (!client.isClosed()) {
      Sockets.finish(client);
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
