package im.linnet.testkit.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OCSP responder (RFC 6960) on the loopback, which a stapling server, or a client, asks. The
 * path decides what it answers, not the request. Thread-safe.
 *
 * <pre>{@code
 * TestCertificates authority = TestCertificates.create().intermediate();
 * OcspResponder responder = OcspResponder.start();
 * TestCertificate bad =
 *     authority.request().dns("example.test").ocsp(responder.uri("/bad")).issue();
 * responder.answer("/bad", authority.ocsp(bad, OcspStatus.REVOKED));
 * SSLContext server = bad.staplingContext();
 * }</pre>
 */
public final class OcspResponder implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  private OcspResponder(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts a responder on a free port.
   *
   * @throws UncheckedIOException if there is none
   */
  public static OcspResponder start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OcspResponder responder = new OcspResponder(server);
      server.createContext("/", responder::handle);
      server.start();
      return responder;
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on a loopback port", e);
    }
  }

  /** The address for a path such as {@code /good}. */
  public URI uri(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:%d%s".formatted(address.getPort(), path));
  }

  /**
   * Sets the answer to all requests for a path. Without one the answer is 404, as if the responder
   * were out of order.
   */
  public void answer(String path, byte[] response) {
    answers.put(path, response.clone());
  }

  /** The number of requests so far. */
  public int requests() {
    return requests.get();
  }

  /** Stops answering and releases the port. */
  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    // A GET has the request after the path (RFC 6960, appendix A.1).
    String path = exchange.getRequestURI().getPath();
    int end = path.indexOf('/', 1);
    byte[] answer = answers.get(end < 0 ? path : path.substring(0, end));
    exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
    exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : answer.length);
    if (answer != null) {
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(answer);
      }
    }
    exchange.close();
  }
}
