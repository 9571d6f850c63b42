package im.linnet.websocket;

import static im.linnet.websocket.DomainFixture.DOMAIN;
import static im.linnet.websocket.DomainFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.stream.Transport;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.net.Stranger;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.testkit.websocket.WebSocketServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of TCP and WebSocket a client uses that knows only its domain. */
@Timeout(120)
class DiscoveryTest {

  /** Longer than anything here is waited for. */
  private static final Duration NEVER = Duration.ofHours(1);

  private static final Duration SOON = Duration.ofMillis(100);
  private static final String JID = "juliet@" + DOMAIN + "/b";

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  @AutoClose
  private final WebSocketServer socket =
      WebSocketServer.listen(DomainFixture.AUTHORITY.server("localhost").serverContext());

  private void publish(DomainFixture domain) {
    domain.web().json(socket.uri("/ws").toString());
  }

  private static ScriptedPeer tcp() {
    return ScriptedPeer.listen().withTls(DomainFixture.AUTHORITY.server(DOMAIN).serverContext());
  }

  private static void session(Script script) {
    script.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").bind(DOMAIN, JID).expectClose().close();
  }

  private BoundStream bySocket(CompletableFuture<BoundStream> connecting) throws Exception {
    signIn(socket.accept());
    BoundStream stream = await(connecting);
    assertThat(stream.endpoint()).isEqualTo(Endpoint.at(socket.uri("/ws")));
    return stream;
  }

  private static void signIn(WebSocketPeer peer) {
    peer.upgrade().signIn(DOMAIN, "PLAIN", JID, "");
  }

  @Test
  void tcp_that_works_is_used_and_nothing_is_discovered() throws Exception {
    try (ScriptedPeer peer = tcp().script(DiscoveryTest::session);
        DomainFixture domain = new DomainFixture(peer.port());
        XmppClient client = domain.discovering(NEVER).closeLimit(Duration.ofSeconds(20)).build()) {
      publish(domain);
      assertThat(await(client.connect()).endpoint())
          .isEqualTo(Endpoint.startTls(DomainFixture.HOST, peer.port()));
      await(client.shutdown());
      peer.await();
      assertThat(domain.web().requests()).isEmpty();
    }
  }

  @Test
  void a_websocket_is_used_at_once_if_tcp_is_refused() throws Exception {
    try (DomainFixture domain = new DomainFixture(closed.number());
        XmppClient client = domain.discovering(NEVER).build()) {
      publish(domain);
      bySocket(client.connect());
    }
  }

  @Test
  void a_websocket_is_used_after_the_head_start_if_tcp_is_silent() throws Exception {
    try (FaultProxy line = FaultProxy.to(socket.port());
        DomainFixture domain = new DomainFixture(line.port());
        XmppClient client = domain.discovering(SOON).build()) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.MUTE));
      publish(domain);
      bySocket(client.connect());
    }
  }

  @Test
  void tcp_that_failed_before_gets_no_head_start() throws Exception {
    try (FaultProxy line = FaultProxy.to(socket.port());
        DomainFixture domain = new DomainFixture(line.port());
        XmppClient client = domain.discovering(NEVER).build()) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.GONE));
      publish(domain);
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = socket.accept();
      signIn(peer);
      await(connecting);
      peer.close();
      await(lost);
      line.plan(Plan.CLEAN.answeredBy(Stranger.MUTE));
      bySocket(client.connect());
    }
  }

  /** A transport whose head start is short once, and endless afterwards. */
  private record ShortOnce(WebSocketTransport transport, AtomicBoolean passed)
      implements Transport, Transport.Alternatives {

    @Override
    public boolean serves(Endpoint endpoint) {
      return transport.serves(endpoint);
    }

    @Override
    public CompletionStage<Line> open(Endpoint endpoint, Events events) {
      return transport.open(endpoint, events);
    }

    @Override
    public Alternatives alternatives() {
      return this;
    }

    @Override
    public Duration headStart() {
      return passed.getAndSet(true) ? NEVER : SOON;
    }

    @Override
    public CompletionStage<List<Endpoint>> find(Network network) {
      return Objects.requireNonNull(transport.alternatives()).find(network);
    }
  }

  @Test
  void tcp_that_was_overtaken_gets_no_head_start_either() throws Exception {
    try (FaultProxy line = FaultProxy.to(socket.port());
        DomainFixture domain = new DomainFixture(line.port());
        XmppClient client =
            domain
                .builder()
                .transport(
                    new ShortOnce(
                        WebSocketTransport.discovering(NEVER, domain.web().port()),
                        new AtomicBoolean()))
                .build()) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.MUTE));
      publish(domain);
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = socket.accept();
      signIn(peer);
      await(connecting);
      peer.close();
      await(lost);
      bySocket(client.connect());
    }
  }

  @Test
  void the_first_that_serves_is_used_although_it_began_first() throws Exception {
    try (ScriptedPeer peer = tcp().script(s -> s.awaitCue("serve").then(DiscoveryTest::session));
        DomainFixture domain = new DomainFixture(peer.port());
        XmppClient client = domain.discovering(SOON).closeLimit(Duration.ofSeconds(20)).build()) {
      publish(domain);
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer slow = socket.accept();
      peer.cue("serve");
      assertThat(await(connecting).endpoint().uri()).isNull();
      slow.awaitEnd();
      await(client.shutdown());
      peer.await();
    }
  }

  @Test
  void a_websocket_that_fails_after_it_served_leads_back_to_tcp() throws Exception {
    try (ScriptedPeer peer =
            tcp().script(s -> s.expectHeader().expectEnd()).script(DiscoveryTest::session);
        DomainFixture domain = new DomainFixture(peer.port());
        XmppClient client = domain.discovering(SOON).closeLimit(Duration.ofSeconds(20)).build()) {
      publish(domain);
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer socketPeer = socket.accept().upgrade();
      socketPeer.open(
          DOMAIN,
          "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism>"
              + "</mechanisms>");
      assertThat(socketPeer.hear()).startsWith("<auth ");
      peer.awaitEnd(1);
      socketPeer.close();
      assertThat(await(connecting).endpoint().uri()).isNull();
      await(client.shutdown());
      peer.await();
    }
  }

  @Test
  void a_domain_without_a_service_for_tcp_may_have_a_websocket() throws Exception {
    DnsServer dns =
        DnsServer.builder()
            .srv("_xmpp-client._tcp." + DOMAIN, 0, 0, 0, ".")
            .srv("_xmpps-client._tcp." + DOMAIN, 0, 0, 0, ".")
            .a(DOMAIN, "127.0.0.1")
            .start();
    try (DomainFixture domain = new DomainFixture(dns);
        XmppClient client = domain.discovering(NEVER).build()) {
      publish(domain);
      bySocket(client.connect());
    }
  }

  @Test
  void several_websockets_are_tried_in_turn() throws Exception {
    try (DomainFixture domain = new DomainFixture(closed.number());
        RefusingPort alsoClosed = RefusingPort.open();
        XmppClient client = domain.discovering(NEVER).build()) {
      domain
          .web()
          .json(
              "wss://localhost:%d/ws".formatted(alsoClosed.number()), socket.uri("/ws").toString());
      bySocket(client.connect());
    }
  }

  @Test
  void cancelling_ends_the_search() throws Exception {
    try (DomainFixture domain = new DomainFixture(closed.number());
        XmppClient client = domain.discovering(NEVER).build()) {
      publish(domain);
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = socket.accept();
      connecting.cancel(false);
      peer.awaitEnd();
    }
  }

  @Test
  void a_negative_head_start_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.discovering(Duration.ofSeconds(-1)))
        .withMessageContaining("headStart");
  }

  @Test
  void the_transport_serves_websockets_alone() {
    WebSocketTransport transport = WebSocketTransport.create();
    assertThat(transport.serves(Endpoint.at(URI.create("WSS://a.test/")))).isTrue();
    assertThat(transport.serves(Endpoint.at(URI.create("ws://a.test/")))).isTrue();
    assertThat(transport.serves(Endpoint.at(URI.create("https://a.test/")))).isFalse();
    assertThat(transport.serves(Endpoint.startTls("a.test", 443))).isFalse();
  }
}
