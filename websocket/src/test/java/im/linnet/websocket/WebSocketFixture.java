package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.testkit.websocket.WebSocketServer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server at localhost, and clients that know its address. */
final class WebSocketFixture implements AutoCloseable {

  static final TestCertificates AUTHORITY = TestCertificates.create();
  static final Jid BOUND = Jid.of("juliet@localhost/balcony");

  private final WebSocketServer server;
  private final TlsPolicy policy;
  private final Sasl sasl;
  private final String mechanism;

  WebSocketFixture() {
    this(
        WebSocketServer.listen(AUTHORITY.server("localhost").serverContext()),
        TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build(),
        Sasl.password("secret").allowPlain(),
        "PLAIN");
  }

  private WebSocketFixture(WebSocketServer server, TlsPolicy policy, Sasl sasl, String mechanism) {
    this.server = server;
    this.policy = policy;
    this.sasl = sasl;
    this.mechanism = mechanism;
  }

  static WebSocketFixture inClearText() {
    return new WebSocketFixture(
        WebSocketServer.listenInClearText(),
        TlsPolicy.builder().insecurelyAllowClearText().build(),
        Sasl.anonymous(),
        "ANONYMOUS");
  }

  WebSocketServer server() {
    return server;
  }

  Endpoint endpoint(String path) {
    return Endpoint.at(server.uri(path));
  }

  ClientBuilder builder() {
    return XmppClient.builder(mechanism.equals("PLAIN") ? "juliet@localhost" : "localhost")
        .sasl(sasl)
        .tls(policy)
        .keepAlive(KeepAlive.none())
        .closeLimit(Duration.ZERO)
        .transport(WebSocketTransport.create());
  }

  XmppClient client(String path) {
    return builder().endpoint(endpoint(path)).build();
  }

  WebSocketPeer signIn(WebSocketPeer peer) {
    return peer.signIn("localhost", mechanism, BOUND.toString(), "");
  }

  /** Connects a client and signs it in. */
  WebSocketPeer connected(XmppClient client) throws Exception {
    CompletableFuture<BoundStream> connecting = client.connect();
    WebSocketPeer peer = signIn(server.accept().upgrade());
    assertThat(await(connecting).jid()).isEqualTo(BOUND);
    return peer;
  }

  <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  /** Completes with the failure that ends the client's session. */
  static CompletableFuture<XmppException> lost(XmppClient client) {
    CompletableFuture<XmppException> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected end && end.cause() != null) {
            lost.complete(end.cause());
          }
        });
    return lost;
  }

  static String message(String body) {
    return "<message xmlns='jabber:client' from='romeo@localhost/o'><body>%s</body></message>"
        .formatted(body);
  }

  @Override
  public void close() {
    server.close();
  }
}
