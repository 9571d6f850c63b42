package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T31 and A25 against a real server: what a second login is spared, and what never. */
@Tag("A25")
@Tag("T31")
@Timeout(120)
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginAgainIT {

  @RegisterExtension
  final ServerExtension<RealServer> prosody =
      ServerUser.serverWith(ProsodyServer.builder().sessionTickets(), "a", "b");

  private ClientResources resources;

  @BeforeAll
  void start() {
    resources = ClientResources.create(1, Dns.system());
  }

  @AfterAll
  void stop() {
    resources.close();
  }

  private void login(String account, Sasl sasl, TlsPolicy tls) throws Exception {
    XmppClient client =
        XmppClient.builder(account)
            .sasl(sasl)
            .endpoint(Endpoint.directTls("127.0.0.1", prosody.server().directTlsPort()))
            .tls(tls)
            .resources(resources)
            .build();
    try {
      await(client.connect());
    } finally {
      await(client.shutdown());
    }
  }

  @Test
  void checks_a_chain_once_for_clients_of_one_policy() throws Exception {
    Counting trust = new Counting(prosody.server().authority().trustAnchor());
    TlsPolicy tls = TlsPolicy.builder().trust(trust).build();
    login("a@localhost", Sasl.password("secret-a"), tls);
    login("b@localhost", Sasl.password("secret-b"), tls);
    login("a@localhost", Sasl.password("secret-a"), tls);
    assertThat(trust.asked).hasValue(1);
    login("a@localhost", Sasl.password("secret-a"), tls.toBuilder().build());
    assertThat(trust.asked).hasValue(2);
  }

  @Test
  void checks_each_chain_without_resumption() throws Exception {
    Counting trust = new Counting(prosody.server().authority().trustAnchor());
    TlsPolicy tls = TlsPolicy.builder().trust(trust).withoutResumption().build();
    login("a@localhost", Sasl.password("secret-a"), tls);
    login("a@localhost", Sasl.password("secret-a"), tls);
    assertThat(trust.asked).hasValue(2);
  }

  @Test
  void lets_no_session_vouch_for_another_domain() throws Exception {
    Counting trust = new Counting(prosody.server().authority().trustAnchor());
    TlsPolicy tls = TlsPolicy.builder().trust(trust).build();
    login("a@localhost", Sasl.password("secret-a"), tls);
    for (int tries = 2; tries <= 3; tries++) {
      assertThatThrownBy(() -> login("a@127.0.0.1", Sasl.password("secret-a"), tls))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("expected: 127.0.0.1");
      assertThat(trust.asked).hasValue(tries);
    }
  }

  @Test
  void derives_keys_once() throws Exception {
    AtomicInteger derived = new AtomicInteger();
    TlsPolicy tls = TlsPolicy.builder().trust(prosody.server().authority().trustAnchor()).build();
    Sasl sasl =
        Sasl.password(
                () -> {
                  derived.incrementAndGet();
                  return "secret-a".toCharArray();
                })
            .rememberKeys(true);
    login("a@localhost", sasl, tls);
    login("a@localhost", sasl, tls);
    assertThat(derived).hasValue(1);
  }

  /** Trusts one authority, and counts the chains that it is shown. */
  private static final class Counting implements X509TrustManager {

    private final AtomicInteger asked = new AtomicInteger();
    private final X509TrustManager chains;

    Counting(X509Certificate anchor) throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("anchor", anchor);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      chains = (X509TrustManager) factory.getTrustManagers()[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      chains.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      asked.incrementAndGet();
      chains.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return chains.getAcceptedIssuers();
    }
  }
}
