package im.linnet;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.peer.SignInForm;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A client and the scripted server it talks to, in clear text: for what comes after the login. */
final class LiveSession implements AutoCloseable {

  static final String JID = "juliet@localhost/balcony";

  final ScriptedPeer peer = ScriptedPeer.listen();
  final XmppClient client;
  private final List<String> states = new ArrayList<>();
  final CompletableFuture<ConnectionState.Disconnected> lost = new CompletableFuture<>();

  private LiveSession(UnaryOperator<ClientBuilder> change) {
    client = change.apply(builder(peer.port())).build();
    client.onState(
        state -> {
          synchronized (states) {
            states.add(state.getClass().getSimpleName());
            states.notifyAll();
          }
          if (state instanceof ConnectionState.Disconnected end) {
            lost.complete(end);
          }
        });
  }

  /** The states so far, once so many were delivered: subscribers are called asynchronously. */
  List<String> states(int told) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    synchronized (states) {
      while (states.size() < told && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.timedWait(states, deadline - System.nanoTime());
      }
      return List.copyOf(states);
    }
  }

  /** A client that is not connected yet, of a server that goes on so after the login. */
  static LiveSession of(Consumer<Script> then) {
    return of(change -> change, then);
  }

  static LiveSession of(UnaryOperator<ClientBuilder> change, Consumer<Script> then) {
    LiveSession session = new LiveSession(change);
    session.peer.script(s -> s.then(LiveSession::login).then(then));
    return session;
  }

  static ClientBuilder builder(int port) {
    return XmppClient.builder("localhost")
        .sasl(Sasl.anonymous())
        .endpoint(Endpoint.startTls("127.0.0.1", port))
        .keepAlive(KeepAlive.none())
        .tls(tls());
  }

  /** Clear text, unless the script's sign-in needs TLS. */
  private static TlsPolicy tls() {
    TlsPolicy.Builder policy = TlsPolicy.builder();
    return switch (SignInForm.selected()) {
      case RFC6120 -> policy.insecurelyAllowClearText().build();
      case SASL2 -> policy.insecurelyTrustAnyone().build();
    };
  }

  static void login(Script script) {
    script.signIn("localhost", "ANONYMOUS").bind("localhost", JID);
  }

  LiveSession connected() throws Exception {
    await(client.connect());
    return this;
  }

  BoundStream connect() throws Exception {
    return await(client.connect());
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(40, TimeUnit.SECONDS);
  }

  /** Closes the peer first, so that nothing is waited for. */
  @Override
  public void close() {
    peer.close();
    client.shutdown().join();
  }
}
