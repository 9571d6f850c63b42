package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.TlsPolicy;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that must vouch for a server, beside authorities or instead of them. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class PinnedKeysTest {

  private static final TestCertificates ROOT = TestCertificates.create();
  private static final TestCertificates AUTHORITY = ROOT.intermediate();
  private static final TestCertificate SERVER = AUTHORITY.server(DOMAIN);

  /** From an authority that the client trusts as well, but that the service did not choose. */
  private static final TestCertificate ROGUE = ROOT.intermediate().server(DOMAIN);

  private final TlsLibrary tls;

  PinnedKeysTest(TlsLibrary tls) {
    this.tls = tls;
  }

  private static PublicKeyPin pin(TestCertificate certificate) {
    return PublicKeyPin.of(certificate.certificate());
  }

  private static PublicKeyPin pinOfIssuer(TestCertificate certificate) {
    return PublicKeyPin.of(certificate.chain().get(1));
  }

  private static TlsPolicy.Builder trusting() {
    return TlsPolicy.builder().trust(ROOT.trustAnchor());
  }

  @Test
  void takes_the_servers_own_key_and_refuses_another_that_an_authority_vouches_for() {
    TlsPolicy policy = trusting().pin(pin(SERVER)).build();
    assertSecure(policy, SERVER);
    assertThat(refusal(policy, ROGUE, Reason.TLS_UNTRUSTED))
        .contains("pinned key", pin(ROGUE).toString(), "somebody may be in between", "Builder.pin");
    assertSecure(trusting().build(), ROGUE);
  }

  @Test
  void takes_the_same_key_in_another_certificate() {
    TestCertificate renewed = ROOT.request().dns(DOMAIN).keyOf(SERVER).issue();
    assertSecure(trusting().pin(pin(SERVER)).build(), renewed);
  }

  @Test
  void takes_the_key_of_an_issuer_whether_it_is_sent_or_trusted() {
    assertSecure(trusting().pin(pinOfIssuer(SERVER)).build(), SERVER);
    assertSecure(trusting().pin(PublicKeyPin.of(ROOT.trustAnchor())).build(), SERVER);
    refusal(trusting().pin(pinOfIssuer(SERVER)).build(), ROGUE, Reason.TLS_UNTRUSTED);
  }

  @Test
  void takes_one_of_several() {
    TlsPolicy policy = trusting().pin(pin(ROGUE)).pin(pin(SERVER)).build();
    assertSecure(policy, SERVER);
    assertSecure(policy, ROGUE);
  }

  @Test
  void is_not_deceived_by_a_certificate_that_is_shown_beside_the_chain() {
    TlsPolicy policy = trusting().pin(pin(SERVER)).build();
    refusal(policy, ROGUE.followedBy(SERVER.certificate()), Reason.TLS_UNTRUSTED);
    TlsPolicy byIssuer = trusting().pin(pinOfIssuer(SERVER)).build();
    assertThat(refusal(byIssuer, ROGUE.followedBy(SERVER.chain().get(1)), Reason.TLS_UNTRUSTED))
        .contains("did not issue it");
    TlsPolicy alone = TlsPolicy.builder().trustKeys(pinOfIssuer(SERVER)).build();
    refusal(alone, ROGUE.followedBy(SERVER.chain().get(1)), Reason.TLS_UNTRUSTED);
  }

  @Test
  void does_not_replace_what_is_checked_anyway() {
    TestCertificate own = ROOT.request().dns(DOMAIN).selfSigned();
    refusal(trusting().pin(pin(own)).build(), own, Reason.TLS_UNTRUSTED);
    TestCertificate other = ROOT.server("other.test");
    refusal(trusting().pin(pin(other)).build(), other, Reason.TLS_IDENTITY);
  }

  @Test
  void takes_a_key_without_any_authority_when_told_so() {
    TestCertificate own = ROOT.request().dns(DOMAIN).selfSigned();
    TlsPolicy policy = TlsPolicy.builder().trustKeys(pin(own)).build();
    assertSecure(policy, own);
    assertSecure(policy, ROOT.request().dns(DOMAIN).keyOf(own).selfSigned());
    refusal(policy, ROGUE, Reason.TLS_UNTRUSTED);
    assertSecure(TlsPolicy.builder().trustKeys(pinOfIssuer(SERVER)).build(), SERVER);
  }

  @Test
  void still_checks_domain_dates_usage_and_strength_of_a_key_that_is_trusted_alone() {
    TestCertificate other = ROOT.server("other.test");
    refusal(TlsPolicy.builder().trustKeys(pin(other)).build(), other, Reason.TLS_IDENTITY);
    TestCertificate old = ROOT.request().dns(DOMAIN).expired().issue();
    refusal(TlsPolicy.builder().trustKeys(pin(old)).build(), old, Reason.TLS_UNTRUSTED);
    TestCertificate weak = ROOT.request().dns(DOMAIN).weakRsa().issue();
    refusal(TlsPolicy.builder().trustKeys(pin(weak)).build(), weak, Reason.TLS_UNTRUSTED);
    TestCertificate forClients = AUTHORITY.request().dns(DOMAIN).forClient().issue();
    TlsPolicy byIssuer = TlsPolicy.builder().trustKeys(pinOfIssuer(SERVER)).build();
    refusal(byIssuer, forClients, Reason.TLS_UNTRUSTED);
    TestCertificate sha1 = AUTHORITY.request().dns(DOMAIN).signedWithSha1().issue();
    refusal(byIssuer, sha1, Reason.TLS_UNTRUSTED);
  }

  @Test
  void applies_beside_a_trust_manager_too() {
    TlsPolicy policy = TlsPolicy.builder().trust(new Anybody()).pin(pin(SERVER)).build();
    assertSecure(policy, SERVER);
    refusal(policy, ROGUE, Reason.TLS_UNTRUSTED);
    TlsPolicy byIssuer = TlsPolicy.builder().trust(new Anybody()).pin(pinOfIssuer(SERVER)).build();
    assertSecure(byIssuer, SERVER);
    refusal(byIssuer, ROGUE.followedBy(SERVER.chain().get(1)), Reason.TLS_UNTRUSTED);
  }

  @Tag("A03")
  @Test
  void refuses_the_server_before_it_can_offer_weaker_mechanisms() {
    TlsPolicy policy = trusting().pin(pin(SERVER)).build();
    try (TlsPair pair = pair(policy, ROGUE)) {
      assertThat(pair.failure().retryable()).as("anybody can show a certificate").isTrue();
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).isFalse();
    }
  }

  private TlsPair pair(TlsPolicy policy, TestCertificate shown) {
    return new TlsPair(
            tls.engines(policy), DOMAIN, TlsPair.START_TLS, TlsPair.server(shown.serverContext()))
        .pump();
  }

  private void assertSecure(TlsPolicy policy, TestCertificate shown) {
    try (TlsPair pair = pair(policy, shown)) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private String refusal(TlsPolicy policy, TestCertificate shown, Reason reason) {
    try (TlsPair pair = pair(policy, shown)) {
      TransportException failure = pair.failure();
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).as("no data before").isFalse();
      return failure.words();
    }
  }

  /** Trusts every certificate. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
