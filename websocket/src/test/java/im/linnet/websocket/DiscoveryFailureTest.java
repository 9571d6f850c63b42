package im.linnet.websocket;

import static im.linnet.websocket.DomainFixture.DOMAIN;
import static im.linnet.websocket.DomainFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.net.Stranger;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.websocket.HostMetaServer;
import im.linnet.testkit.websocket.WebSocketServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client reports that can reach its domain in no way, and what it does not try. */
@Timeout(120)
class DiscoveryFailureTest {

  /** Longer than anything here is waited for. */
  private static final Duration NEVER = Duration.ofHours(1);

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

  private static XmppException failure(CompletableFuture<?> connecting) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> await(connecting));
    assertThat(failed.getCause()).isInstanceOf(XmppException.class);
    return (XmppException) Objects.requireNonNull(failed.getCause());
  }

  @Test
  void a_domain_without_any_service_says_so() {
    DnsServer dns =
        DnsServer.builder()
            .srv("_xmpp-client._tcp." + DOMAIN, 0, 0, 0, ".")
            .srv("_xmpps-client._tcp." + DOMAIN, 0, 0, 0, ".")
            .a(DOMAIN, "127.0.0.1")
            .start();
    try (DomainFixture domain = new DomainFixture(dns);
        XmppClient client = domain.discovering(NEVER).build()) {
      assertThat(failure(client.connect()))
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.reason()).isEqualTo(Reason.NO_SERVICE));
    }
  }

  @Test
  void the_failure_of_tcp_is_reported_as_it_is_if_there_is_no_host_meta() {
    try (DomainFixture domain = new DomainFixture(closed.number());
        XmppClient client = domain.discovering(NEVER).build()) {
      assertThat(failure(client.connect()))
          .hasMessageContaining("connection refused")
          .hasMessageNotContaining("host-meta")
          .isInstanceOfSatisfying(
              TransportException.class, why -> assertThat(why.reason()).isEqualTo(Reason.REFUSED));
    }
  }

  @Test
  void the_failure_to_discover_is_reported_with_that_of_tcp() {
    try (DomainFixture domain = new DomainFixture(closed.number());
        XmppClient client = domain.discovering(NEVER).build()) {
      domain.web().answer(HostMetaServer.XML, "HTTP/1.1 503 Later\r\n\r\n");
      assertThat(failure(client.connect()))
          .hasMessageContaining("connection refused")
          .hasMessageContaining("/.well-known/host-meta is answered with 503")
          .isInstanceOfSatisfying(
              TransportException.class, why -> assertThat(why.reason()).isEqualTo(Reason.REFUSED));
    }
  }

  @Test
  void all_that_was_tried_is_reported() {
    try (DomainFixture domain = new DomainFixture(closed.number());
        RefusingPort alsoClosed = RefusingPort.open();
        XmppClient client = domain.discovering(NEVER).build()) {
      domain.web().json("wss://localhost:%d/ws".formatted(alsoClosed.number()));
      assertThat(failure(client.connect()))
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> {
                assertThat(why.reason()).isEqualTo(Reason.ALL_FAILED);
                assertThat(why.attempts())
                    .extracting(Attempt::endpoint)
                    .extracting(Endpoint::toString)
                    .containsExactly(
                        DomainFixture.HOST + ":" + closed.number(),
                        "wss://localhost:%d/ws".formatted(alsoClosed.number()));
              });
    }
  }

  @Test
  void refused_credentials_end_the_search() throws Exception {
    try (ScriptedPeer peer =
            tcp()
                .script(
                    s ->
                        s.secureStream(DOMAIN)
                            .openStream(
                                DOMAIN,
                                "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                    + "<mechanism>PLAIN</mechanism></mechanisms>")
                            .expectLike(
                                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
                                    + " mechanism='PLAIN'/>")
                            .send(
                                "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                    + "<not-authorized/></failure>")
                            .expectClose()
                            .close());
        DomainFixture domain = new DomainFixture(peer.port());
        XmppClient client = domain.discovering(NEVER).build()) {
      publish(domain);
      assertThat(failure(client.connect())).isInstanceOf(AuthenticationException.class);
      assertThat(domain.web().requests()).isEmpty();
    }
  }

  @Test
  void endpoints_that_the_user_named_are_the_only_ones() {
    try (DomainFixture domain = new DomainFixture(closed.number());
        RefusingPort alsoClosed = RefusingPort.open();
        XmppClient client =
            domain
                .discovering(Duration.ZERO)
                .endpoint(Endpoint.startTls("127.0.0.1", alsoClosed.number()))
                .build()) {
      publish(domain);
      assertThat(failure(client.connect())).hasMessageContaining("connection refused");
      assertThat(domain.web().requests()).isEmpty();
    }
  }

  @Test
  void a_silent_web_server_does_not_hold_up_the_failure_of_tcp() {
    try (FaultProxy line = FaultProxy.to(socket.port());
        DomainFixture domain = new DomainFixture(closed.number())) {
      line.plan(Plan.CLEAN.answeredBy(Stranger.MUTE));
      ClientBuilder builder =
          domain
              .builder()
              .transport(WebSocketTransport.discovering(NEVER, line.port()))
              .connectLimits(Duration.ofMillis(400), Duration.ofSeconds(10));
      try (XmppClient client = builder.build()) {
        assertThat(failure(client.connect()))
            .hasMessageContaining("connection refused")
            .hasMessageContaining("took longer than");
      }
    }
  }
}
