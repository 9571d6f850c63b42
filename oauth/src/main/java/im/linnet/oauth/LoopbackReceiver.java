package im.linnet.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives the redirect on this machine (RFC 8252, section 7.3): a web server on a free port of
 * 127.0.0.1 with a single page. It takes the first response with the expected state. Other calls,
 * such as a browser's request for an icon or another program's guess, are rejected and change
 * nothing. The number and duration of calls are limited.
 */
public final class LoopbackReceiver implements AutoCloseable {

  private final HttpServer server;
  private final LoopbackCalls calls;
  private final String state;
  private final Clock clock;
  private final CompletableFuture<AuthorizationResponse> response = new CompletableFuture<>();

  private LoopbackReceiver(HttpServer server, LoopbackCalls calls, String state, Clock clock) {
    this.server = server;
    this.calls = calls;
    this.state = state;
    this.clock = clock;
  }

  /**
   * Starts listening.
   *
   * @param state the state that the response must have; must be unguessable
   * @param clock used to compute when tokens in the response expire
   * @return the receiver, which must be closed
   * @throws IOException if there is no free port
   */
  public static LoopbackReceiver open(String state, Clock clock) throws IOException {
    byte[] loopback = {127, 0, 0, 1};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), 0), 0);
    LoopbackReceiver receiver = new LoopbackReceiver(server, new LoopbackCalls(), state, clock);
    server.setExecutor(receiver.calls);
    server.createContext("/", receiver::serve);
    server.start();
    return receiver;
  }

  /** {@return the address for {@link AuthorizationRequest#withRedirect}} */
  public URI redirect() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** {@return the response with the expected state; cancelled if the receiver is closed first} */
  public CompletableFuture<AuthorizationResponse> response() {
    return response.copy();
  }

  /** Stops listening and aborts the calls in progress. */
  @Override
  public void close() {
    response.cancel(false);
    server.stop(0);
    calls.close();
  }

  /** The response completes after the browser got its page, so that closing does not cut it off. */
  private void serve(HttpExchange call) throws IOException {
    boolean asked =
        call.getRequestMethod().equals("GET") && "/".equals(call.getRequestURI().getPath());
    AuthorizationResponse read = asked ? expected(call.getRequestURI()) : null;
    try {
      page(asked, read).show(call);
    } finally {
      if (read != null) {
        response.complete(read);
      }
    }
  }

  private static LoopbackPage page(boolean asked, @Nullable AuthorizationResponse read) {
    if (read == null) {
      return asked ? LoopbackPage.FOREIGN : LoopbackPage.UNKNOWN;
    }
    return read instanceof AuthorizationResponse.Denied ? LoopbackPage.DENIED : LoopbackPage.DONE;
  }

  /** {@return the response in an address, or null if it does not belong to our request} */
  private @Nullable AuthorizationResponse expected(URI address) {
    try {
      AuthorizationResponse read = AuthorizationResponse.of(address, clock);
      return isExpected(read.state()) ? read : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Compares in constant time. */
  private boolean isExpected(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the address, without the state} */
  @Override
  public String toString() {
    return "LoopbackReceiver[" + redirect() + "]";
  }
}
