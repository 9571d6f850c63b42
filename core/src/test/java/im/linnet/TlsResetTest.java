package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.OpenSsl;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of one stream means for the TLS of the next. */
@Timeout(120)
class TlsResetTest {

  private static final String DOMAIN = "example.test";

  @Tag("S27")
  @ParameterizedTest
  @DisplayName("RFC 6120, section 4.9.3.16: after reset no session is resumed")
  @CsvSource({
    "platform, reset, 2",
    "platform, system-shutdown, 1",
    "BoringSSL, reset, 2",
    "BoringSSL, system-shutdown, 1"
  })
  void resumes_unless_the_server_wanted_a_reset(
      String library, String condition, int fullHandshakes) throws Exception {
    Counting trust = new Counting();
    try (ScriptedPeer peer =
            ScriptedPeer.listen()
                .withTls(TestCertificates.create().server(DOMAIN).serverContext());
        ClientResources resources = ClientResources.create(1, Dns.system())) {
      TlsPolicy tls = policy(library).trust(trust).build();
      for (int i = 0; i < 2; i++) {
        peer.script(
            s ->
                s.startTls()
                    .signIn(DOMAIN, "ANONYMOUS")
                    .bind(DOMAIN, "a@" + DOMAIN + "/b")
                    .send(
                        "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                            .formatted(condition)));
        session(resources, tls, peer.port());
      }
    }
    assertThat(trust.asked).hasValue(fullHandshakes);
  }

  private static TlsPolicy.Builder policy(String library) {
    if (library.equals("platform")) {
      return TlsPolicy.builder();
    }
    assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
    return TlsPolicy.builder().boringSsl();
  }

  /** From the connection to the end that the server sets to it. */
  private static void session(ClientResources resources, TlsPolicy tls, int port) throws Exception {
    XmppClient client =
        XmppClient.builder(DOMAIN)
            .sasl(Sasl.anonymous())
            .endpoint(Endpoint.directTls("127.0.0.1", port))
            .keepAlive(KeepAlive.none())
            .tls(tls)
            .resources(resources)
            .build();
    CompletableFuture<ConnectionState.Disconnected> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected end) {
            lost.complete(end);
          }
        });
    await(client.connect());
    await(lost);
    await(client.shutdown());
  }

  /** Trusts everybody, and counts the chains that it is shown: only full handshakes have one. */
  private static final class Counting implements X509TrustManager {

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      asked.incrementAndGet();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
