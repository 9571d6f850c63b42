package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real servers that only the DNS vouches for (RFC 7671). */
@Timeout(120)
class DaneIT {

  private static final String HOST = "im.hosting.test";

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    /** What the server shows, by the JDK's own TLS. */
    private X509Certificate shown() throws Exception {
      RealServer server = running.server();
      try (SSLSocket socket =
          (SSLSocket)
              server
                  .authority()
                  .clientContext()
                  .getSocketFactory()
                  .createSocket("127.0.0.1", server.directTlsPort())) {
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    }

    private void connect(Endpoint endpoint, int usage, int selector, int matching, byte[] data)
        throws Exception {
      DnsServer.Builder records = DnsServer.builder().signed().a(HOST, "127.0.0.1");
      String name = "_%d._tcp.%s".formatted(endpoint.port(), HOST);
      try (DnsServer dns = records.tlsa(name, usage, selector, matching, data).start();
          ClientResources resources =
              ClientResources.create(1, Dns.of(dns.address()).trustDnssec());
          XmppClient client =
              XmppClient.builder("a@" + running.server().domain())
                  .sasl(Sasl.password(ServerUser.password("a")))
                  .endpoint(endpoint)
                  .resources(resources)
                  .tls(TlsPolicy.system())
                  .build()) {
        client.connect().get(40, TimeUnit.SECONDS);
      }
    }

    @Test
    void the_servers_key_suffices() throws Exception {
      byte[] key = MessageDigest.getInstance("SHA-256").digest(shown().getPublicKey().getEncoded());
      connect(Endpoint.startTls(HOST, running.server().starttlsPort()), 3, 1, 1, key);
      connect(Endpoint.directTls(HOST, running.server().directTlsPort()), 3, 1, 1, key);
    }

    @Test
    void the_authority_suffices_where_the_dns_has_it_whole() throws Exception {
      byte[] authority = running.server().authority().trustAnchor().getEncoded();
      connect(Endpoint.startTls(HOST, running.server().starttlsPort()), 2, 0, 0, authority);
    }

    @Test
    void another_key_is_refused() throws Exception {
      X509Certificate other = TestCertificates.create().trustAnchor();
      byte[] key = MessageDigest.getInstance("SHA-512").digest(other.getPublicKey().getEncoded());
      Endpoint endpoint = Endpoint.startTls(HOST, running.server().starttlsPort());
      assertThatThrownBy(() -> connect(endpoint, 3, 1, 2, key))
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.TLS_UNTRUSTED));
    }
  }
}
