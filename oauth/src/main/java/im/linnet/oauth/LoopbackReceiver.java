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
 * 127.0.0.1 with a single page. It takes the first answer that has the expected state; whatever
 * else calls, be it a browser that asks for an icon or another program that guesses, is turned away
 * without an effect. Calls are limited in number and time.
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
   * Starts to listen.
   *
   * @param state what the answer must have; unguessable
   * @param clock tells when tokens in the answer expire
   * @return the receiver, to be closed
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

  /** {@return the answer with the expected state; cancelled if the receiver is closed before} */
  public CompletableFuture<AuthorizationResponse> response() {
    return response.copy();
  }

  /** Stops to listen and cuts the calls in progress. */
  @Override
  public void close() {
    response.cancel(false);
    server.stop(0);
    calls.close();
  }

  /** The answer is complete only once the browser was told, so that closing does not cut it. */
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

  /** {@return the answer that an address holds, or null if it is not the one to our question} */
  private @Nullable AuthorizationResponse expected(URI address) {
    try {
      AuthorizationResponse read = AuthorizationResponse.of(address, clock);
      return isExpected(read.state()) ? read : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** In a time that does not depend on how much of it is right. */
  private boolean isExpected(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the address; no state} */
  @Override
  public String toString() {
    return "LoopbackReceiver[" + redirect() + "]";
  }
}
