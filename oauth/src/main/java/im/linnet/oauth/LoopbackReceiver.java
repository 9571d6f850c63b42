package im.linnet.oauth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Receives the redirect on this machine (RFC 8252, section 7.3): a web server on a free port of
 * 127.0.0.1 with a single page. It takes the first answer that has the expected state; whatever
 * else calls, be it a browser that asks for an icon or another program that guesses, is turned away
 * without an effect. Calls are limited in number, size and time.
 */
public final class LoopbackReceiver implements AutoCloseable {

  private static final int MAX_CALLS = 8;

  private final ServerSocket server;
  private final String state;
  private final Clock clock;
  private final CompletableFuture<AuthorizationResponse> response = new CompletableFuture<>();
  private final Semaphore free = new Semaphore(MAX_CALLS);
  private final Set<Socket> calls = ConcurrentHashMap.newKeySet();

  private LoopbackReceiver(ServerSocket server, String state, Clock clock) {
    this.server = server;
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
    ServerSocket server = new ServerSocket(0, MAX_CALLS, InetAddress.getByAddress(loopback));
    LoopbackReceiver receiver = new LoopbackReceiver(server, state, clock);
    start(receiver::accept, "listener");
    return receiver;
  }

  /** {@return the address for {@link AuthorizationRequest#withRedirect}} */
  public URI redirect() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  /** {@return the answer with the expected state; cancelled if the receiver is closed before} */
  public CompletableFuture<AuthorizationResponse> response() {
    return response.copy();
  }

  /** Stops to listen and cuts the calls in progress. */
  @Override
  public void close() {
    response.cancel(false);
    closeQuietly(server);
    calls.forEach(LoopbackReceiver::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket call = server.accept();
        calls.add(call);
        if (server.isClosed() || !free.tryAcquire()) {
          end(call);
        } else {
          start(() -> serve(call), "call");
        }
      } catch (IOException e) {
        // Closed, or the caller left: the loop's condition tells.
      }
    }
  }

  private void serve(Socket call) {
    try {
      LoopbackCall page = LoopbackCall.read(call);
      page.answer(judge(page));
    } catch (IOException e) {
      // The caller's loss.
    } finally {
      free.release();
      end(call);
    }
  }

  /** The answer is complete only once the browser was told, so that closing does not cut it. */
  private LoopbackCall.Page judge(LoopbackCall call) {
    if (!call.isForThePage()) {
      return LoopbackCall.Page.UNKNOWN;
    }
    try {
      AuthorizationResponse read = AuthorizationResponse.of(call.target(), clock);
      if (!isExpected(read.state())) {
        return LoopbackCall.Page.FOREIGN;
      }
      call.afterwards(() -> response.complete(read));
      return read instanceof AuthorizationResponse.Denied
          ? LoopbackCall.Page.DENIED
          : LoopbackCall.Page.DONE;
    } catch (IllegalArgumentException e) {
      return LoopbackCall.Page.FOREIGN;
    }
  }

  /** In a time that does not depend on how much of it is right. */
  private boolean isExpected(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  private void end(Socket call) {
    closeQuietly(call);
    calls.remove(call);
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, "oauth-loopback-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is of no use any more, which is what matters.
    }
  }

  /** {@return the address; no state} */
  @Override
  public String toString() {
    return "LoopbackReceiver[" + redirect() + "]";
  }
}
