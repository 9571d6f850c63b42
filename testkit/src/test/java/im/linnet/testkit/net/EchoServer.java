package im.linnet.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that sends back what it receives, reports how each connection ended, and can hang up.
 */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  private final Thread acceptor;

  EchoServer() throws IOException {
    acceptor = Sockets.start("echo", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  Socket nextConnection() throws InterruptedException {
    return present(accepted.poll(10, TimeUnit.SECONDS), "connection");
  }

  /** How the next connection ended: FIN or RST. */
  String nextEnd() throws InterruptedException {
    return present(ends.poll(10, TimeUnit.SECONDS), "end of a connection");
  }

  boolean sawNoEnd() {
    return ends.isEmpty();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    Sockets.join(acceptor);
    accepted.forEach(Sockets::close);
  }

  private static <T> T present(@org.jspecify.annotations.Nullable T value, String what) {
    if (value == null) {
      throw new AssertionError("no " + what + " within 10 s");
    }
    return value;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        connection.setTcpNoDelay(true);
        accepted.add(connection);
        Sockets.start("echo-connection", () -> echo(connection));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void echo(Socket connection) {
    byte[] buffer = new byte[1024];
    try (connection) {
      InputStream in = connection.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        connection.getOutputStream().write(buffer, 0, n);
      }
      ends.add("FIN");
    } catch (IOException e) {
      ends.add("RST");
    }
  }
}
