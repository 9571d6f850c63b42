package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.net.HttpProxy;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.net.ProxyRequest;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.net.Stranger;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.testkit.websocket.WebSocketServer;
import im.linnet.tls.TlsPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to a WebSocket: TCP, proxies, TLS. */
@Timeout(120)
class WayTest {

  private static final String HOST = "only-the-proxy-knows.test";

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  private Throwable failure(ClientBuilder builder) {
    try (XmppClient client = builder.build()) {
      ExecutionException failed =
          catchThrowableOfType(ExecutionException.class, () -> fixture.await(client.connect()));
      return Objects.requireNonNull(failed.getCause());
    }
  }

  private TransportException transportFailure(ClientBuilder builder) {
    Throwable failure = failure(builder);
    assertThat(failure).isInstanceOf(TransportException.class);
    return (TransportException) failure;
  }

  @Test
  void a_port_that_nobody_listens_on_is_refused() {
    try (RefusingPort closed = RefusingPort.open()) {
      URI uri = URI.create("wss://localhost:%d/ws".formatted(closed.number()));
      TransportException failure = transportFailure(fixture.builder().endpoint(Endpoint.at(uri)));
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining("connection refused");
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    try (WebSocketServer other =
        WebSocketServer.listen(WebSocketFixture.AUTHORITY.server("other.test").serverContext())) {
      TransportException failure =
          transportFailure(fixture.builder().endpoint(Endpoint.at(other.uri("/ws"))));
      assertThat(failure.reason()).isEqualTo(Reason.TLS_IDENTITY);
      assertThat(other.waiting()).isZero();
    }
  }

  @Test
  void an_issuer_that_nobody_trusts_is_refused() {
    try (WebSocketServer other =
        WebSocketServer.listen(TestCertificates.create().server("localhost").serverContext())) {
      assertThat(
              transportFailure(fixture.builder().endpoint(Endpoint.at(other.uri("/ws")))).reason())
          .isEqualTo(Reason.TLS_UNTRUSTED);
    }
  }

  @Test
  void a_server_without_tls_is_refused() {
    try (FaultProxy line = FaultProxy.to(fixture.server().port())) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.HTTP));
      URI uri = URI.create("wss://localhost:%d/ws".formatted(line.port()));
      assertThat(transportFailure(fixture.builder().endpoint(Endpoint.at(uri))).reason())
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  @Test
  void clear_text_needs_the_users_permission() {
    try (WebSocketServer clear = WebSocketServer.listenInClearText()) {
      TransportException failure =
          transportFailure(fixture.builder().endpoint(Endpoint.at(clear.uri("/ws"))));
      assertThat(failure.reason()).isEqualTo(Reason.TLS_NOT_OFFERED);
      assertThat(failure).hasMessageContaining("clear text").hasMessageContaining("TlsPolicy");
      assertThat(clear.waiting()).isZero();
    }
  }

  @Tag("N12")
  @Test
  void the_name_in_the_certificate_is_that_of_the_uri_not_of_the_account() throws Exception {
    try (WebSocketServer web =
            WebSocketServer.listen(WebSocketFixture.AUTHORITY.server("localhost").serverContext());
        XmppClient client =
            XmppClient.builder("juliet@example.test")
                .sasl(Sasl.password("secret").allowPlain())
                .tls(TlsPolicy.builder().trust(WebSocketFixture.AUTHORITY.trustAnchor()).build())
                .closeLimit(Duration.ZERO)
                .transport(WebSocketTransport.create())
                .endpoint(Endpoint.at(web.uri("/ws")))
                .build()) {
      CompletableFuture<BoundStream> connecting = client.connect();
      web.accept().upgrade().signIn("example.test", "PLAIN", "juliet@example.test/b", "");
      assertThat(fixture.await(connecting).jid()).hasToString("juliet@example.test/b");
    }
  }

  @Test
  void a_server_that_is_silent_is_given_up() {
    try (FaultProxy line = FaultProxy.to(fixture.server().port())) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.MUTE));
      URI uri = URI.create("wss://localhost:%d/ws".formatted(line.port()));
      TransportException failure =
          transportFailure(
              fixture
                  .builder()
                  .endpoint(Endpoint.at(uri))
                  .connectLimits(Duration.ofMillis(300), Duration.ofMillis(600)));
      assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void a_web_server_that_does_not_answer_is_given_up() throws Exception {
    try (XmppClient client =
        fixture
            .builder()
            .endpoint(fixture.endpoint("/ws"))
            .connectLimits(Duration.ofSeconds(1), Duration.ofSeconds(2))
            .build()) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      ExecutionException failed =
          catchThrowableOfType(ExecutionException.class, () -> fixture.await(connecting));
      assertThat(failed.getCause())
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.reason()).isEqualTo(Reason.TIMED_OUT));
      peer.awaitEnd();
    }
  }

  private XmppClient proxied(Proxy proxy) {
    return XmppClient.builder("juliet@" + HOST)
        .sasl(Sasl.password("secret").allowPlain())
        .tls(TlsPolicy.builder().trust(WebSocketFixture.AUTHORITY.trustAnchor()).build())
        .closeLimit(Duration.ZERO)
        .transport(WebSocketTransport.create())
        .endpoint(Endpoint.at(URI.create("wss://" + HOST + "/ws")))
        .proxy(proxy)
        .build();
  }

  private static WebSocketServer behindTheProxy() {
    return WebSocketServer.listen(WebSocketFixture.AUTHORITY.server(HOST).serverContext());
  }

  private void signsIn(WebSocketServer web, XmppClient client) throws Exception {
    CompletableFuture<BoundStream> connecting = client.connect();
    WebSocketPeer peer = web.accept();
    assertThat(peer.request().header("Host")).isEqualTo(HOST);
    peer.upgrade().signIn(HOST, "PLAIN", "juliet@%s/b".formatted(HOST), "");
    assertThat(fixture.await(connecting).tlsProtocol()).startsWith("TLS");
  }

  @Test
  void signs_in_through_http_connect() throws Exception {
    try (WebSocketServer web = behindTheProxy();
        HttpProxy proxy = HttpProxy.to(web.port()).user("me", "proxy-secret").start();
        XmppClient client =
            proxied(
                Proxy.httpConnect("127.0.0.1", proxy.address().getPort(), "me", "proxy-secret"))) {
      signsIn(web, client);
      assertThat(proxy.requests()).containsOnly(new ProxyRequest(HOST, 443, true, "me"));
    }
  }

  @Test
  void signs_in_through_socks() throws Exception {
    try (WebSocketServer web = behindTheProxy();
        SocksProxy proxy = SocksProxy.to(web.port()).start();
        XmppClient client = proxied(Proxy.socks5("127.0.0.1", proxy.address().getPort()))) {
      signsIn(web, client);
      assertThat(proxy.requests()).containsExactly(new ProxyRequest(HOST, 443, true, null));
    }
  }

  @Test
  void a_proxy_that_refuses_is_named() throws Exception {
    try (WebSocketServer web = behindTheProxy();
        HttpProxy proxy = HttpProxy.to(web.port()).page("403 Forbidden", "No").start();
        XmppClient client = proxied(Proxy.httpConnect("127.0.0.1", proxy.address().getPort()))) {
      ExecutionException failed =
          catchThrowableOfType(ExecutionException.class, () -> fixture.await(client.connect()));
      assertThat(failed.getCause())
          .hasMessageContaining("403")
          .isInstanceOfSatisfying(
              TransportException.class, why -> assertThat(why.reason()).isEqualTo(Reason.PROXY));
    }
  }

  @Test
  void an_endpoint_of_another_scheme_needs_another_transport() {
    Endpoint http = Endpoint.at(URI.create("https://localhost/http-bind"));
    assertThat(failure(fixture.builder().endpoint(http)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no transport");
  }
}
