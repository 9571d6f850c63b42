package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.HttpProxy;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.tls.CertificateCase;
import im.linnet.testkit.tls.CertificateCase.Verdict;
import im.linnet.testkit.tls.CertificateCases;
import im.linnet.testkit.tls.OcspResponder;
import im.linnet.testkit.tls.OcspStatus;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.testkit.websocket.Frame;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.testkit.websocket.WebSocketServer;
import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every certificate of {@link CertificateCases} on every way to a WebSocket: the verdict is that of
 * the same certificate over TCP, and no request reaches a server that is refused. The name that
 * counts is that of the WebSocket's address.
 */
@Timeout(120)
class CertificateWaysTest {

  private static final List<CertificateCase> CASES = CertificateCases.create();
  private static final TestCertificates REDIRECTORS = TestCertificates.create();
  private static final SSLContext HONEST = honest();
  private static final DnsServer DNS = dns();

  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.of(DNS.address()));

  @AfterAll
  static void stop() {
    RESOURCES.close();
    DNS.close();
  }

  static Stream<Arguments> cases() {
    return CASES.stream().map(each -> arguments(each, each.shown().serverContext()));
  }

  @Tag("T12")
  @Tag("T13")
  @Tag("T17")
  @Tag("T18")
  @Tag("T19")
  @Tag("T20")
  @Tag("T23")
  @Tag("T24")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void has_the_same_verdict_on_every_way(CertificateCase each, SSLContext shown) throws Exception {
    TlsPolicy policy = TlsPolicy.builder().trust(each.anchor(), REDIRECTORS.trustAnchor()).build();
    assertVerdict(each.verdict(), each.domain(), shown, policy);
  }

  @Tag("T25")
  @Test
  void refuses_what_is_revoked_on_every_way() throws Exception {
    TestCertificates issuer = TestCertificates.create().intermediate();
    TlsPolicy policy =
        TlsPolicy.builder()
            .trust(issuer.trustAnchor(), REDIRECTORS.trustAnchor())
            .checkRevocation(Revocation.STAPLED)
            .build();
    try (OcspResponder responder = OcspResponder.start()) {
      TestCertificate shown =
          issuer.request().dns("example.test").ocsp(responder.uri("/status")).issue();
      responder.answer("/status", issuer.ocsp(shown, OcspStatus.GOOD));
      assertVerdict(Verdict.ACCEPTED, "example.test", shown.staplingContext(), policy);
      responder.answer("/status", issuer.ocsp(shown, OcspStatus.REVOKED));
      assertVerdict(Verdict.UNTRUSTED, "example.test", shown.staplingContext(), policy);
    }
  }

  @Tag("A03")
  @Test
  void takes_the_pinned_key_alone_on_every_way() throws Exception {
    TestCertificates issuer = TestCertificates.create();
    TestCertificate pinned = issuer.server("example.test");
    TlsPolicy policy =
        TlsPolicy.builder()
            .trust(issuer.trustAnchor(), REDIRECTORS.trustAnchor())
            .pin(PublicKeyPin.of(pinned.certificate()))
            .pin(PublicKeyPin.of(REDIRECTORS.trustAnchor()))
            .build();
    assertVerdict(Verdict.ACCEPTED, "example.test", pinned.serverContext(), policy);
    SSLContext another = issuer.server("example.test").serverContext();
    assertVerdict(Verdict.UNTRUSTED, "example.test", another, policy);
  }

  private static void assertVerdict(
      Verdict expected, String host, SSLContext shown, TlsPolicy policy) throws Exception {
    try (WebSocketServer server = WebSocketServer.listen(shown);
        SocksProxy socks = SocksProxy.to(server.port()).start();
        HttpProxy http = HttpProxy.to(server.port()).start()) {
      ClientBuilder direct = client(policy).endpoint(endpoint(host, server));
      assertVerdict("wss", expected, server, direct, null);
      Proxy socks5 = Proxy.socks5("127.0.0.1", socks.address().getPort());
      Endpoint beyond = Endpoint.at(URI.create("wss://" + host + "/ws"));
      ClientBuilder throughSocks = client(policy).endpoint(beyond).proxy(socks5);
      assertVerdict("wss through SOCKS5", expected, server, throughSocks, null);
      Proxy connect = Proxy.httpConnect("127.0.0.1", http.address().getPort());
      ClientBuilder throughHttp = client(policy).endpoint(beyond).proxy(connect);
      assertVerdict("wss through HTTP CONNECT", expected, server, throughHttp, null);
      try (WebSocketServer first = WebSocketServer.listen(HONEST)) {
        ClientBuilder redirected = client(policy).endpoint(endpoint("localhost", first));
        String target = "wss://%s:%d/ws".formatted(host, server.port());
        assertVerdict(
            "wss after see-other-uri", expected, server, redirected, () -> redirect(first, target));
      }
    }
  }

  private static void assertVerdict(
      String way,
      Verdict expected,
      WebSocketServer server,
      ClientBuilder builder,
      @Nullable Runnable before)
      throws Exception {
    try (XmppClient client = builder.build()) {
      CompletableFuture<BoundStream> connecting = client.connect();
      if (before != null) {
        before.run();
      }
      if (expected == Verdict.ACCEPTED) {
        CompletableFuture<WebSocketPeer> accepted = CompletableFuture.supplyAsync(server::accept);
        CompletableFuture.anyOf(accepted, connecting).get(40, TimeUnit.SECONDS);
        WebSocketPeer peer = accepted.join();
        assertThat(peer.request().target()).as(way).isEqualTo("/ws");
        peer.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n").close();
      }
      assertThat(verdict(connecting)).as(way).isEqualTo(expected);
      assertThat(server.waiting()).as(way).isZero();
    }
  }

  private static Verdict verdict(CompletableFuture<BoundStream> connecting) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> connecting.get(40, TimeUnit.SECONDS));
    Throwable failure = Objects.requireNonNull(failed.getCause());
    Reason reason = failure instanceof TransportException why ? why.reason() : null;
    if (reason == Reason.TLS_IDENTITY) {
      return Verdict.WRONG_NAME;
    }
    if (reason == Reason.TLS_UNTRUSTED) {
      return Verdict.UNTRUSTED;
    }
    assertThat(failure).hasMessageContaining("503");
    return Verdict.ACCEPTED;
  }

  private static void redirect(WebSocketServer first, String target) {
    WebSocketPeer peer = first.accept().upgrade();
    peer.hear();
    String close = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='%s'/>";
    peer.send(Frame.text(close.formatted(target)), Frame.close(1000, ""));
  }

  private static Endpoint endpoint(String host, WebSocketServer server) {
    return Endpoint.at(URI.create("wss://%s:%d/ws".formatted(host, server.port())));
  }

  private static ClientBuilder client(TlsPolicy policy) {
    return XmppClient.builder("juliet@account.test")
        .sasl(Sasl.password("wherefore-art-thou").allowPlain())
        .resources(RESOURCES)
        .keepAlive(KeepAlive.none())
        .closeLimit(Duration.ZERO)
        .transport(WebSocketTransport.create())
        .tls(policy);
  }

  private static SSLContext honest() {
    return REDIRECTORS.server("localhost").serverContext();
  }

  private static DnsServer dns() {
    DnsServer.Builder builder = DnsServer.builder();
    for (String domain : CertificateCases.domains(CASES)) {
      builder.a(domain, "127.0.0.1");
    }
    return builder.start();
  }
}
