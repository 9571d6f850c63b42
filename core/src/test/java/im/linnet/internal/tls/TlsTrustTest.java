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
import static im.linnet.internal.tls.TlsPair.server;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.ImmediateExecutor;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which certificates a client accepts, by real handshakes on one thread. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class TlsTrustTest {

  private final TlsLibrary tls;

  TlsTrustTest(TlsLibrary tls) {
    this.tls = tls;
  }

  @Tag("T19")
  @Test
  void takes_certificates_that_name_the_service_or_the_address_alone() {
    assertSecure(trusting(), named(srv("_xmpp-client.example.test")));
    assertSecure(trusting(), named(xmpp("example.test")));
    assertSecure(trusting(), named(dns("*.example.test")), "im.example.test");
  }

  @Tag("T18")
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
  void takes_another_name_that_the_user_accepts() {
    TlsPolicy policy = trusting().toBuilder().alsoAccept("messenger.other.test").build();
    assertSecure(policy, named(dns("messenger.other.test")));
    assertFailure(policy, named(dns("third.test")), DOMAIN, Reason.TLS_IDENTITY);
  }

  @Tag("T13")
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

  @Tag("T24")
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

  /** A certificate with CA:false that acts as an authority. */
  private static X509Bundle forged(X509Bundle leaf) {
    return X509Bundle.fromCertificatePath(
        leaf.getCertificatePath(), root().getCertificate(), leaf.getKeyPair());
  }

  @Tag("T25")
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
    for (X509Bundle any : new X509Bundle[] {bad, silent, down}) {
      assertSecure(unchecked, any);
    }
  }

  @Tag("T32")
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

  private void assertSecure(TlsPolicy policy, X509Bundle certificate) {
    assertSecure(policy, certificate, DOMAIN);
  }

  private void assertSecure(TlsPolicy policy, X509Bundle certificate, String domain) {
    try (TlsPair pair = tls.pair(policy, domain, certificate).pump()) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private String assertFailure(
      TlsPolicy policy, X509Bundle certificate, String domain, Reason reason) {
    try (TlsPair pair = tls.pair(policy, domain, certificate).pump()) {
      TransportException failure = pair.failure();
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
      assertThat(failure.retryable()).as("anybody can show a certificate").isTrue();
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).as("no data before").isFalse();
      return failure.words();
    }
  }

  /** Trusts every certificate. */
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

  /** Trusts no certificate. */
  private static final class No extends Yes {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("the pin has changed");
    }
  }
}
