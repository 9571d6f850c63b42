package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.authority;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.issued;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.Certificates.root;
import static im.linnet.internal.tls.Certificates.selfSigned;
import static im.linnet.internal.tls.Certificates.srv;
import static im.linnet.internal.tls.Certificates.tlv;
import static im.linnet.internal.tls.Certificates.xmpp;
import static im.linnet.internal.tls.TlsPair.DIRECT_TLS;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.server;
import static im.linnet.internal.tls.TlsPair.serverBuilder;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.ImmediateExecutor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes between a client and a server in one thread. */
@Timeout(60)
class TlsEnginesTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void secures_a_connection_to_the_domain_whatever_the_host(String protocol) {
    SslContext server = TlsPair.build(serverBuilder(named(dns(DOMAIN))).protocols(protocol));
    try (TlsPair pair = new TlsPair(TlsEngines.of(trusting()), DOMAIN, START_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getSession().getProtocol()).isEqualTo(protocol);
      pair.client.writeOutbound(Unpooled.copiedBuffer("<stream/>", StandardCharsets.UTF_8));
      pair.pump();
      ByteBuf received = pair.server.readInbound();
      assertThat(received.toString(StandardCharsets.UTF_8)).isEqualTo("<stream/>");
      received.release();
    }
  }

  @Test
  void takes_certificates_that_name_the_service_or_the_address_alone() {
    assertSecure(trusting(), named(srv("_xmpp-client.example.test")));
    assertSecure(trusting(), named(xmpp("example.test")));
    assertSecure(trusting(), named(dns("*.example.test")), "im.example.test");
  }

  @Test
  void refuses_what_the_platform_takes_for_the_domain() {
    List<X509Bundle> lax =
        List.of(
            named(), // CN alone
            named(dns("x*.example.test")),
            named(dns("*x.example.test")),
            named(dns("*.test")));
    List<String> domains = List.of(DOMAIN, "xy.example.test", "yx.example.test", DOMAIN);
    for (int i = 0; i < lax.size(); i++) {
      assertThat(platformTakes(lax.get(i), domains.get(i))).as("certificate %d", i).isTrue();
      assertFailure(trusting(), lax.get(i), domains.get(i), Reason.TLS_IDENTITY);
    }
  }

  private static boolean platformTakes(X509Bundle certificate, String domain) {
    SslContext lax =
        TlsPair.build(
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(root().getCertificate())
                .endpointIdentificationAlgorithm("HTTPS"));
    try (TlsPair pair =
        new TlsPair(
                lax.newHandler(
                    io.netty.buffer.ByteBufAllocator.DEFAULT,
                    domain,
                    5222,
                    ImmediateExecutor.INSTANCE),
                domain,
                server(certificate))
            .pump()) {
      return pair.secure();
    }
  }

  @Test
  void ends_the_handshake_by_an_alert_before_any_data_when_the_name_is_wrong() {
    try (TlsPair pair = TlsPair.of(trusting(), DOMAIN, named(dns("host.test")))) {
      pair.client.write(Unpooled.copiedBuffer("secret", StandardCharsets.UTF_8));
      pair.pump();
      assertThat(pair.failure())
          .hasMessageContaining("is for host.test (expected: example.test)")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_IDENTITY);
      assertThat(pair.serverTls.handshakeFuture().cause())
          .hasMessageContaining("certificate_unknown");
      assertThat(pair.server.inboundMessages()).isEmpty();
    }
  }

  @Test
  void takes_another_name_that_the_user_accepts() {
    TlsPolicy policy = trusting().toBuilder().alsoAccept("messenger.other.test").build();
    assertSecure(policy, named(dns("messenger.other.test")));
    assertFailure(policy, named(dns("third.test")), DOMAIN, Reason.TLS_IDENTITY);
  }

  @Test
  void refuses_who_nobody_trusted_vouches_for() {
    X509Bundle intermediate = authority(root(), b -> b);
    X509Bundle leaf = issued(intermediate, b -> b, dns(DOMAIN));
    assertSecure(trusting(), leaf);
    X509Bundle incomplete =
        X509Bundle.fromCertificatePath(
            new X509Certificate[] {leaf.getCertificate()},
            root().getCertificate(),
            leaf.getKeyPair());
    X509Bundle stranger = issued(authority(selfSigned(), b -> b), b -> b, dns(DOMAIN));
    for (X509Bundle untrusted : List.of(selfSigned(dns(DOMAIN)), stranger, incomplete)) {
      assertThat(assertFailure(trusting(), untrusted, DOMAIN, Reason.TLS_UNTRUSTED))
          .contains("example.test", "TlsPolicy.Builder.trust");
    }
    assertFailure(TlsPolicy.system(), named(dns(DOMAIN)), DOMAIN, Reason.TLS_UNTRUSTED);
  }

  @Test
  void takes_a_self_signed_certificate_that_is_itself_trusted() {
    X509Bundle own = selfSigned(dns(DOMAIN));
    TlsPolicy policy = TlsPolicy.builder().trust(own.getCertificate()).build();
    assertSecure(policy, own);
    assertFailure(policy, named(dns(DOMAIN)), DOMAIN, Reason.TLS_UNTRUSTED);
    assertFailure(policy, own, "other.test", Reason.TLS_IDENTITY);
    assertSecure(TlsPolicy.builder().alsoTrust(own.getCertificate()).build(), own);
  }

  @Test
  void refuses_certificates_out_of_their_time_and_says_the_date() {
    Instant past = Instant.parse("2020-01-02T00:00:00Z");
    Instant future = Instant.now().plus(300, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    X509Bundle expired =
        issued(root(), b -> b.notBefore(past).notAfter(past.plusSeconds(86400)), dns(DOMAIN));
    X509Bundle early =
        issued(root(), b -> b.notBefore(future).notAfter(future.plusSeconds(60)), dns(DOMAIN));
    assertThat(assertFailure(trusting(), expired, DOMAIN, Reason.TLS_UNTRUSTED))
        .contains("expired (valid until 2020-01-03T00:00:00Z)");
    assertThat(assertFailure(trusting(), early, DOMAIN, Reason.TLS_UNTRUSTED))
        .contains("not valid yet (valid from " + future + ")");
    TlsPolicy pinned = TlsPolicy.builder().trust(expired.getCertificate()).build();
    assertFailure(pinned, expired, DOMAIN, Reason.TLS_UNTRUSTED);
  }

  @Test
  void refuses_chains_that_break_the_rules() {
    X509Bundle noAuthority = named(dns("a.test"));
    X509Bundle outer = authority(root(), b -> b.setPathLengthConstraint(OptionalInt.of(0)));
    X509Bundle tooDeep = authority(outer, b -> b.subject("CN=Deeper"));
    byte[] onlyOther = tlv(0x30, tlv(0xa0, tlv(0x30, dns("other.test"))));
    X509Bundle constrained =
        authority(root(), b -> b.addExtensionOctetString("2.5.29.30", true, onlyOther));
    for (X509Bundle issuer : List.of(forged(noAuthority), tooDeep, constrained)) {
      X509Bundle leaf = issued(issuer, b -> b, dns(DOMAIN));
      assertFailure(trusting(), leaf, DOMAIN, Reason.TLS_UNTRUSTED);
    }
    assertSecure(trusting(), issued(constrained, b -> b, dns("im.other.test")), "im.other.test");
    X509Bundle forClients = issued(root(), b -> b.addExtendedKeyUsageClientAuth(), dns(DOMAIN));
    assertFailure(trusting(), forClients, DOMAIN, Reason.TLS_UNTRUSTED);
    X509Bundle noSigning = issued(root(), b -> b.setKeyUsage(true, KeyUsage.cRLSign), dns(DOMAIN));
    assertFailure(trusting(), noSigning, DOMAIN, Reason.TLS_UNTRUSTED);
  }

  /** A certificate with CA:false that plays the authority. */
  private static X509Bundle forged(X509Bundle leaf) {
    return X509Bundle.fromCertificatePath(
        leaf.getCertificatePath(), root().getCertificate(), leaf.getKeyPair());
  }

  @Test
  void refuses_what_is_revoked_or_may_be_when_told_to_check() throws Exception {
    RevocationServer revocations = RevocationServer.getInstance();
    X509Bundle issuer =
        authority(root(), b -> b.setKeyUsage(true, KeyUsage.cRLSign, KeyUsage.keyCertSign));
    revocations.register(issuer);
    X509Bundle good =
        issued(issuer, b -> b.addCrlDistributionPoint(revocations.getCrlUri(issuer)), dns(DOMAIN));
    X509Bundle bad =
        issued(issuer, b -> b.addCrlDistributionPoint(revocations.getCrlUri(issuer)), dns(DOMAIN));
    revocations.revoke(bad, Instant.now().minusSeconds(3600));
    TlsPolicy policy = TlsPolicy.builder().trust(issuer.getCertificate()).checkRevocation().build();
    assertSecure(policy, good);
    assertThat(assertFailure(policy, bad, DOMAIN, Reason.TLS_UNTRUSTED)).contains("revoked");
    X509Bundle silent = issued(issuer, b -> b, dns(DOMAIN));
    assertThat(assertFailure(policy, silent, DOMAIN, Reason.TLS_UNTRUSTED)).contains("OCSP");
    URI nowhere = URI.create("http://127.0.0.1:1/crl");
    X509Bundle down = issued(issuer, b -> b.addCrlDistributionPoint(nowhere), dns(DOMAIN));
    assertThat(assertFailure(policy, down, DOMAIN, Reason.TLS_UNTRUSTED))
        .contains("may be revoked", "checkRevocation");
    TlsPolicy unchecked = TlsPolicy.builder().trust(issuer.getCertificate()).build();
    assertSecure(unchecked, bad);
  }

  @Test
  void tells_the_server_the_domain_and_never_an_address() {
    try (TlsPair pair = TlsPair.of(trusting(), "localhost", named(dns("localhost"))).pump()) {
      assertThat(requestedNames(pair)).containsExactly(new SNIHostName("localhost"));
    }
    try (TlsPair pair = TlsPair.of(trusting(), "Example.TEST.", named(dns(DOMAIN))).pump()) {
      assertThat(requestedNames(pair)).containsExactly(new SNIHostName(DOMAIN));
    }
    for (String address : List.of("127.0.0.1", "[2001:db8::1]")) {
      byte[] name =
          address.startsWith("[")
              ? Certificates.ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
              : Certificates.ip(127, 0, 0, 1);
      try (TlsPair pair = TlsPair.of(trusting(), address, named(name)).pump()) {
        assertThat(requestedNames(pair)).as(address).isEmpty();
      }
    }
  }

  private static List<SNIServerName> requestedNames(TlsPair pair) {
    assertThat(pair.secure()).isTrue();
    return ((ExtendedSSLSession) pair.serverTls.engine().getSession()).getRequestedServerNames();
  }

  @Test
  void announces_xmpp_by_direct_tls_alone() {
    SslContext server = alpnServer("http/1.1", "xmpp-client");
    TlsEngines engines = TlsEngines.of(trusting());
    try (TlsPair pair = new TlsPair(engines, DOMAIN, DIRECT_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getApplicationProtocol()).isEqualTo("xmpp-client");
    }
    try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getApplicationProtocol()).isEmpty();
    }
    try (TlsPair pair =
        new TlsPair(engines, DOMAIN, DIRECT_TLS, server(named(dns(DOMAIN)))).pump()) {
      assertThat(pair.secure()).as("a server without ALPN").isTrue();
    }
    try (TlsPair pair = new TlsPair(engines, DOMAIN, DIRECT_TLS, alpnServer("h2")).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("no_application_protocol; this port is not for XMPP")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  private static SslContext alpnServer(String... protocols) {
    return TlsPair.build(
        serverBuilder(named(dns(DOMAIN)))
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    protocols)));
  }

  @Test
  void offers_nothing_weak() {
    SslHandler handler = TlsPair.client(TlsEngines.of(trusting()), DOMAIN, START_TLS);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    assertThat(parameters.getProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    assertThat(Arrays.asList(parameters.getCipherSuites()))
        .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
        .noneMatch(suite -> suite.matches(".*(NULL|EXPORT|RC4|DES|anon|MD5|_DSS_|EMPTY).*"))
        .noneMatch(suite -> suite.startsWith("TLS_RSA_"));
  }

  @Test
  void refuses_a_server_with_weak_suites_alone() {
    SslContext weak =
        TlsPair.build(
            serverBuilder(named(dns(DOMAIN)))
                .protocols("TLSv1.2")
                .ciphers(List.of("TLS_RSA_WITH_AES_128_GCM_SHA256")));
    try (TlsPair pair = new TlsPair(TlsEngines.of(trusting()), DOMAIN, START_TLS, weak).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("handshake_failure")
          .hasMessageContaining("no cipher suite that is safe")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  @Test
  void trusts_anyone_only_when_told_so_by_an_insecure_name() {
    TlsPolicy insecure = TlsPolicy.builder().insecurelyTrustAnyone().build();
    assertSecure(insecure, selfSigned(dns("somebody.else.test")));
  }

  @Test
  void checks_the_name_though_a_trust_manager_takes_everything() {
    TlsPolicy policy = TlsPolicy.builder().trust(new Yes()).build();
    assertSecure(policy, selfSigned(dns(DOMAIN)));
    assertFailure(policy, selfSigned(dns("other.test")), DOMAIN, Reason.TLS_IDENTITY);
  }

  @Test
  void passes_on_why_a_trust_manager_refuses() {
    TlsPolicy policy = TlsPolicy.builder().trust(new No()).build();
    assertThat(assertFailure(policy, named(dns(DOMAIN)), DOMAIN, Reason.TLS_UNTRUSTED))
        .contains("was refused: the pin has changed");
  }

  @Test
  void shows_the_client_certificate_to_a_server_that_asks() throws Exception {
    X509Bundle client = issued(root(), b -> b.addExtendedKeyUsageClientAuth(), xmpp("u@a.test"));
    char[] password = "hunter2".toCharArray();
    TlsPolicy policy =
        trusting().toBuilder().clientCertificate(client.toKeyStore(password), password).build();
    Arrays.fill(password, '\0');
    try (TlsPair pair = new TlsPair(TlsEngines.of(policy), DOMAIN, START_TLS, asking()).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.serverTls.engine().getSession().getPeerCertificates()[0])
          .isEqualTo(client.getCertificate());
    }
  }

  @Test
  void tells_that_a_client_certificate_is_missing() {
    SslContext asking12 = TlsPair.build(askingBuilder().protocols("TLSv1.2"));
    try (TlsPair pair =
        new TlsPair(TlsEngines.of(trusting()), DOMAIN, START_TLS, asking12).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("TlsPolicy.Builder.clientCertificate")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  private static SslContext asking() {
    return TlsPair.build(askingBuilder());
  }

  private static SslContextBuilder askingBuilder() {
    return serverBuilder(named(dns(DOMAIN)))
        .clientAuth(ClientAuth.REQUIRE)
        .trustManager(root().getCertificate());
  }

  @Test
  void refuses_a_domain_that_is_none_at_once() {
    TlsEngines engines = TlsEngines.of(trusting());
    assertThatThrownBy(() -> TlsPair.client(engines, "b\u00fccher.test", START_TLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A-labels");
  }

  private static void assertSecure(TlsPolicy policy, X509Bundle certificate) {
    assertSecure(policy, certificate, DOMAIN);
  }

  private static void assertSecure(TlsPolicy policy, X509Bundle certificate, String domain) {
    try (TlsPair pair = TlsPair.of(policy, domain, certificate).pump()) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private static String assertFailure(
      TlsPolicy policy, X509Bundle certificate, String domain, Reason reason) {
    try (TlsPair pair = TlsPair.of(policy, domain, certificate).pump()) {
      TransportException failure = pair.failure();
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
      assertThat(failure.retryable()).isFalse();
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).as("no data before").isFalse();
      return failure.words();
    }
  }

  /** Trusts everybody. */
  private static class Yes implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Trusts nobody. */
  private static final class No extends Yes {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("the pin has changed");
    }
  }
}
