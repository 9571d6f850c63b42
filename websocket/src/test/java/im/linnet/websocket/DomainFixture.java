package im.linnet.websocket;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.testkit.websocket.HostMetaServer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A domain in a DNS that only the test knows, with a web server. */
final class DomainFixture implements AutoCloseable {

  static final String DOMAIN = "example.test";
  static final TestCertificates AUTHORITY = WebSocketFixture.AUTHORITY;

  /** The service of TCP is at this host. */
  static final String HOST = "im.example.test";

  private final DnsServer dns;
  private final ClientResources resources;
  private final HostMetaServer web =
      HostMetaServer.listen(AUTHORITY.server(DOMAIN).serverContext());

  /** A domain whose SRV record leads to this port. */
  DomainFixture(int tcp) {
    this(
        DnsServer.builder()
            .srv("_xmpp-client._tcp." + DOMAIN, 1, 0, tcp, HOST)
            .a(HOST, "127.0.0.1")
            .a(DOMAIN, "127.0.0.1")
            .a("web.example.test", "127.0.0.1")
            .start());
  }

  DomainFixture(DnsServer dns) {
    this.dns = dns;
    this.resources = ClientResources.create(1, Dns.of(dns.address()));
  }

  HostMetaServer web() {
    return web;
  }

  ClientBuilder builder() {
    return XmppClient.builder("juliet@" + DOMAIN)
        .sasl(Sasl.password("secret").allowPlain())
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
        .keepAlive(KeepAlive.none())
        .closeLimit(Duration.ZERO)
        .resources(resources);
  }

  /** A client that discovers WebSockets at this domain. */
  ClientBuilder discovering(Duration headStart) {
    return builder().transport(WebSocketTransport.discovering(headStart, web.port()));
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    web.close();
    resources.close();
    dns.close();
  }
}
