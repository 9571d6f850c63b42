package im.linnet.testkit.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A web server for tests of clients of XMPP over WebSocket. The test takes each connection as a
 * {@link WebSocketPeer} and decides what it answers, frame by frame. Written on sockets alone, so
 * it can violate every rule.
 *
 * <pre>{@code
 * try (WebSocketServer server = WebSocketServer.listen(serverContext)) {
 *   client.connect(); // to server.uri("/ws")
 *   WebSocketPeer peer = server.accept().upgrade();
 *   peer.signIn("localhost", "PLAIN", "juliet@localhost/balcony", "");
 *   peer.send(Frame.close(1011, "a fault"));
 * }
 * }</pre>
 */
public final class WebSocketServer implements AutoCloseable {

  private static final int SECONDS = 20;

  private final BlockingQueue<WebSocketPeer> accepted = new LinkedBlockingQueue<>();
  private final boolean tls;
  private final HttpListener listener;

  private WebSocketServer(@Nullable SSLContext tls) {
    this.tls = tls != null;
    this.listener = new HttpListener(tls, this::serve);
  }

  /**
   * Listens for TLS on a free loopback port.
   *
   * @param tls the server's certificate
   * @return the server
   */
  public static WebSocketServer listen(SSLContext tls) {
    return new WebSocketServer(tls);
  }

  /** {@return a server that listens in clear text on a free loopback port} */
  public static WebSocketServer listenInClearText() {
    return new WebSocketServer(null);
  }

  private void serve(Socket socket) throws IOException {
    accepted.add(WebSocketPeer.of(socket));
  }

  /** {@return the port} */
  public int port() {
    return listener.port();
  }

  /**
   * The address of a WebSocket.
   *
   * @param path the path, such as {@code /ws}, and a query
   * @return the address at {@code localhost}
   */
  public URI uri(String path) {
    return URI.create("%s://localhost:%d%s".formatted(tls ? "wss" : "ws", port(), path));
  }

  /**
   * Takes the next connection, once its request has arrived.
   *
   * @return the connection
   * @throws AssertionError if nobody connects within 20 seconds
   */
  public WebSocketPeer accept() {
    try {
      WebSocketPeer peer = accepted.poll(SECONDS, TimeUnit.SECONDS);
      if (peer == null) {
        throw new AssertionError("no request for a WebSocket within %d s".formatted(SECONDS));
      }
      return peer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /** {@return how many requests have arrived that nobody has accepted} */
  public int waiting() {
    return accepted.size();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    listener.close();
  }
}
