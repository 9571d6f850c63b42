package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.Certificates.root;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.serverBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row T31: resumed sessions. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Tag("T31")
@Timeout(120)
class TlsResumptionTest {

  private final Counting trust = new Counting();
  private final TlsLibrary tls;
  private final TlsEngines engines;

  TlsResumptionTest(TlsLibrary tls) {
    this.tls = tls;
    engines = tls.engines(TlsPolicy.builder().trust(trust).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumes_a_session_of_the_same_domain_and_port(String protocol) {
    SslContext server = server(protocol);
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isFalse();
    assertThat(fullHandshake("EXAMPLE.test", START_TLS, server)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void never_uses_a_session_for_another_domain_or_port(String protocol) {
    SslContext server = server(protocol);
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake("other.test", START_TLS, server)).isTrue();
    assertThat(fullHandshake(DOMAIN, Endpoint.startTls("host.test", 5299), server)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void begins_anew_once_sessions_are_forgotten(String protocol) {
    SslContext server = server(protocol);
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
    try (TlsPair open = new TlsPair(engines, DOMAIN, START_TLS, server)) {
      engines.forgetSessions();
      open.pump();
      assertThat(open.secure()).isTrue();
      assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
    }
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void never_resumes_where_the_policy_forbids_it(String protocol) {
    SslContext server = server(protocol);
    TlsPolicy policy = TlsPolicy.builder().trust(trust).withoutResumption().build();
    TlsEngines never = tls.engines(policy);
    assertThat(fullHandshake(never, DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(never, DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(tls.engines(policy.toBuilder().build()), DOMAIN, START_TLS, server))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumes_among_all_who_share_engines_and_nobody_else(String protocol) {
    SslContext server = server(protocol);
    SharedEngines shared = new SharedEngines();
    TlsPolicy policy = tls.by(TlsPolicy.builder().trust(trust).build());
    TlsPolicy alike = policy.toBuilder().build();
    Proxy proxy = Proxy.socks5("127.0.0.1", 1080);
    assertThat(fullHandshake(shared.of(policy, null), DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(shared.of(policy, null), DOMAIN, START_TLS, server)).isFalse();
    assertThat(fullHandshake(shared.of(alike, null), DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(shared.of(policy, proxy), DOMAIN, START_TLS, server)).isTrue();
    assertThat(fullHandshake(shared.of(policy, null), DOMAIN, START_TLS, server)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_lax_policys_session_opens_nothing_for_a_strict_one(String protocol) {
    SslContext server = server(protocol);
    SharedEngines shared = new SharedEngines();
    TlsPolicy lax = tls.by(TlsPolicy.builder().insecurelyTrustAnyone().build());
    TlsPolicy strict = tls.by(TlsPolicy.system());
    for (int i = 0; i < 2; i++) {
      try (TlsPair trusting = new TlsPair(shared.of(lax, null), DOMAIN, START_TLS, server).pump();
          TlsPair wary = new TlsPair(shared.of(strict, null), DOMAIN, START_TLS, server).pump()) {
        assertThat(trusting.secure()).isTrue();
        assertThat(wary.secure()).isFalse();
      }
    }
  }

  @Test
  void begins_anew_after_a_verified_reset_alone() {
    SslContext server = server("TLSv1.3");
    StreamError reset = StreamError.of(StreamError.Condition.RESET, null);
    StreamError shutdown = StreamError.of(StreamError.Condition.SYSTEM_SHUTDOWN, null);
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
    engines.streamEnded(StreamException.byServer(shutdown));
    engines.streamEnded(StreamException.byServer(reset, false));
    engines.streamEnded(StreamException.byClient(StreamError.Condition.RESET, "ours"));
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isFalse();
    engines.streamEnded(StreamException.byServer(reset));
    assertThat(fullHandshake(DOMAIN, START_TLS, server)).isTrue();
  }

  @Test
  void shares_the_engines_of_the_latest_policies_only() {
    SharedEngines shared = new SharedEngines();
    TlsPolicy first = TlsPolicy.builder().trust(trust).build();
    TlsEngines kept = shared.of(first, null);
    for (int i = 1; i < SharedEngines.MAX_POLICIES; i++) {
      shared.of(TlsPolicy.builder().trust(trust).build(), null);
    }
    assertThat(shared.of(first, null)).isSameAs(kept);
    for (int i = 0; i < SharedEngines.MAX_POLICIES; i++) {
      shared.of(TlsPolicy.builder().trust(trust).build(), null);
    }
    assertThat(shared.of(first, null)).isNotSameAs(kept);
  }

  @Test
  void holds_the_certificate_against_the_domain_again() throws Exception {
    ServerTrust serverTrust = new ServerTrust(trust, tls.by(TlsPolicy.system()));
    SSLEngine other = TlsPair.client(engines, "other.test", START_TLS).engine();
    SSLEngine same = TlsPair.client(engines, DOMAIN, START_TLS).engine();
    X509Certificate[] chain = {named(dns(DOMAIN)).getCertificate()};
    serverTrust.resumeServerTrusted(chain, same);
    assertThatThrownBy(() -> serverTrust.resumeServerTrusted(chain, other))
        .isInstanceOf(IdentityMismatch.class);
  }

  private static SslContext server(String protocol) {
    return TlsPair.build(serverBuilder(named(dns(DOMAIN), dns("other.test"))).protocols(protocol));
  }

  private boolean fullHandshake(String domain, Endpoint endpoint, SslContext server) {
    return fullHandshake(engines, domain, endpoint, server);
  }

  private boolean fullHandshake(
      TlsEngines with, String domain, Endpoint endpoint, SslContext server) {
    int before = trust.asked;
    try (TlsPair pair = new TlsPair(with, domain, endpoint, server).pump()) {
      assertThat(pair.secure()).isTrue();
      return trust.asked > before;
    }
  }

  /** Counts full handshakes: only these present a certificate. */
  private static final class Counting implements X509TrustManager {

    private int asked;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      asked++;
      TrustManager manager = root().toTrustManager();
      ((X509TrustManager) manager).checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
