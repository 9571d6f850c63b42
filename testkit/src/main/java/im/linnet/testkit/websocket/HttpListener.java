package im.linnet.testkit.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A listening loopback socket, with TLS or without, and its connections. */
final class HttpListener implements AutoCloseable {

  /** What happens to a connection. */
  interface Handler {

    /** Serves a connection, on a thread of its own. */
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  HttpListener(@Nullable SSLContext tls, Handler handler) {
    ServerSocketFactory factory =
        tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
    try {
      listening = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on a loopback port", e);
    }
    start("web-server", () -> accept(handler));
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept(Handler handler) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        start("web-connection", () -> serve(handler, socket));
      } catch (IOException closed) {
        // Closed, or the client left before it was accepted.
      }
    }
  }

  private void serve(Handler handler, Socket socket) {
    if (listening.isClosed()) {
      close(socket);
      return;
    }
    try {
      handler.serve(socket);
    } catch (IOException gone) {
      close(socket);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception ignored) {
      // It is closed as far as possible.
    }
  }

  @Override
  public void close() {
    close(listening);
    open.forEach(HttpListener::close);
  }
}
