package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dane.Association;
import im.linnet.internal.dane.Association.Matching;
import im.linnet.internal.dane.Association.Selector;
import im.linnet.internal.dane.Association.Usage;
import im.linnet.internal.dane.Dane;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.ImmediateExecutor;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are verified by what the DNS says (RFC 7671, sections 4 and 5). */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class DaneTrustTest {

  private static final String HOST = "im.hosting.test";

  /** Trusted by the client. */
  private static final TestCertificates ROOT = TestCertificates.create();

  private static final TestCertificates AUTHORITY = ROOT.intermediate();
  private static final TestCertificate SERVER = AUTHORITY.server(DOMAIN);

  /** Trusted by nobody. */
  private static final TestCertificates STRANGER = TestCertificates.create();

  private static final TestCertificates STRANGERS = STRANGER.intermediate();
  private static final TestCertificate STRANGE = STRANGERS.server(DOMAIN);

  private static final TlsPolicy POLICY = TlsPolicy.builder().trust(ROOT.trustAnchor()).build();

  private final TlsLibrary tls;

  DaneTrustTest(TlsLibrary tls) {
    this.tls = tls;
  }

  private static Association key(Usage usage, X509Certificate certificate) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return new Association(
          usage, Selector.SPKI, Matching.SHA2_256, HexFormat.of().formatHex(hash));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Association whole(Usage usage, X509Certificate certificate) {
    try {
      return new Association(
          usage, Selector.CERT, Matching.FULL, HexFormat.of().formatHex(certificate.getEncoded()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Dane dane(Association... associations) {
    return new Dane(List.of(associations), List.of(HOST));
  }

  private static Dane own(TestCertificate server) {
    return dane(key(Usage.DANE_EE, server.certificate()));
  }

  private static X509Certificate issuer(TestCertificate server) {
    return server.chain().get(1);
  }

  @Test
  void the_servers_own_key_suffices() {
    assertSecure(own(STRANGE), STRANGE);
    refusal(POLICY, Dane.NOTHING, STRANGE, Reason.TLS_UNTRUSTED);
    TestCertificate self = STRANGER.request().dns(DOMAIN).selfSigned();
    assertSecure(own(self), self);
    assertSecure(dane(whole(Usage.DANE_EE, self.certificate())), self);
  }

  /** RFC 7671, section 5.1: the record is what binds the key to the name, and ends with it. */
  @Test
  void names_and_dates_do_not_matter_then() {
    TestCertificate other = STRANGER.server("other.test");
    assertSecure(own(other), other);
    TestCertificate old = STRANGER.request().dns(DOMAIN).expired().issue();
    assertSecure(own(old), old);
    TestCertificate early = STRANGER.request().dns(DOMAIN).notYetValid().issue();
    assertSecure(own(early), early);
  }

  @Test
  void strength_and_pins_do() {
    TestCertificate weak = STRANGER.request().dns(DOMAIN).weakRsa().issue();
    refusal(POLICY, own(weak), weak, Reason.TLS_UNTRUSTED);
    TlsPolicy pinned = POLICY.toBuilder().pin(PublicKeyPin.of(SERVER.certificate())).build();
    assertThat(refusal(pinned, own(STRANGE), STRANGE, Reason.TLS_UNTRUSTED)).contains("pinned key");
    assertSecure(pinned, own(SERVER), SERVER);
  }

  @Test
  void another_key_is_refused_though_an_authority_vouches_for_it() {
    String words = refusal(POLICY, own(STRANGE), SERVER, Reason.TLS_UNTRUSTED);
    assertThat(words)
        .contains(
            "TLSA records",
            PublicKeyPin.of(SERVER.certificate()).toString(),
            "somebody may be in between");
    for (Usage usage : Usage.values()) {
      Dane others = dane(key(usage, STRANGE.certificate()), key(usage, STRANGER.trustAnchor()));
      refusal(POLICY, others, SERVER, Reason.TLS_UNTRUSTED);
    }
  }

  @Test
  void one_of_several_suffices() {
    assertSecure(
        dane(
            key(Usage.DANE_EE, SERVER.certificate()),
            key(Usage.DANE_TA, STRANGER.trustAnchor()),
            key(Usage.DANE_EE, STRANGE.certificate())),
        STRANGE);
    assertSecure(
        dane(
            key(Usage.DANE_TA, issuer(STRANGE)),
            key(Usage.PKIX_EE, SERVER.certificate()),
            key(Usage.PKIX_TA, issuer(STRANGE))),
        SERVER);
  }

  @Test
  void an_authority_of_the_dns_replaces_ours() {
    assertSecure(dane(key(Usage.DANE_TA, issuer(STRANGE))), STRANGE);
    assertSecure(dane(whole(Usage.DANE_TA, issuer(STRANGE))), STRANGE);
    refusal(POLICY, dane(key(Usage.DANE_TA, issuer(STRANGE))), SERVER, Reason.TLS_UNTRUSTED);
  }

  /** RFC 7671, section 5.2.2: only a whole certificate need not be sent by the server. */
  @Test
  void an_authority_is_in_the_chain_or_whole_in_the_dns() {
    TestCertificate alone = STRANGE.withoutIntermediates();
    assertSecure(dane(whole(Usage.DANE_TA, issuer(STRANGE))), alone);
    refusal(POLICY, dane(key(Usage.DANE_TA, issuer(STRANGE))), alone, Reason.TLS_UNTRUSTED);
  }

  @Test
  void an_authority_that_is_only_shown_vouches_for_nobody() {
    TestCertificate rogue = ROOT.server(DOMAIN).followedBy(issuer(STRANGE));
    refusal(POLICY, dane(key(Usage.DANE_TA, issuer(STRANGE))), rogue, Reason.TLS_UNTRUSTED);
    refusal(POLICY, dane(key(Usage.PKIX_TA, issuer(STRANGE))), rogue, Reason.TLS_UNTRUSTED);
    TestCertificate self = STRANGER.request().dns(DOMAIN).selfSigned();
    refusal(
        POLICY,
        dane(key(Usage.DANE_TA, STRANGE.certificate())),
        self.followedBy(STRANGE.certificate()),
        Reason.TLS_UNTRUSTED);
  }

  @Test
  void a_certificate_of_an_authority_is_checked_as_usual() {
    Dane theirs = dane(key(Usage.DANE_TA, issuer(STRANGE)));
    refusal(POLICY, theirs, STRANGERS.server("other.test"), Reason.TLS_IDENTITY);
    TestCertificate old = STRANGERS.request().dns(DOMAIN).expired().issue();
    refusal(POLICY, theirs, old, Reason.TLS_UNTRUSTED);
    TestCertificate sha1 = STRANGERS.request().dns(DOMAIN).signedWithSha1().issue();
    refusal(POLICY, theirs, sha1, Reason.TLS_UNTRUSTED);
    TestCertificate forClients = STRANGERS.request().dns(DOMAIN).forClient().issue();
    refusal(POLICY, theirs, forClients, Reason.TLS_UNTRUSTED);
  }

  @Test
  void revocation_is_checked_where_an_authority_vouches() {
    TlsPolicy stapled = POLICY.toBuilder().checkRevocation(Revocation.STAPLED_ALWAYS).build();
    Dane theirs = dane(key(Usage.DANE_TA, issuer(STRANGE)));
    refusal(stapled, theirs, STRANGE, Reason.TLS_UNTRUSTED);
    assertSecure(stapled, own(STRANGE), STRANGE);
  }

  @Test
  void a_constraint_comes_on_top_of_the_authorities() {
    assertSecure(dane(key(Usage.PKIX_EE, SERVER.certificate())), SERVER);
    assertSecure(dane(key(Usage.PKIX_TA, issuer(SERVER))), SERVER);
    assertSecure(dane(key(Usage.PKIX_TA, ROOT.trustAnchor())), SERVER);
    refusal(POLICY, dane(key(Usage.PKIX_EE, STRANGE.certificate())), STRANGE, Reason.TLS_UNTRUSTED);
    refusal(POLICY, dane(key(Usage.PKIX_TA, issuer(STRANGE))), STRANGE, Reason.TLS_UNTRUSTED);
    TestCertificate sibling = ROOT.intermediate().server(DOMAIN);
    refusal(POLICY, dane(key(Usage.PKIX_TA, issuer(SERVER))), sibling, Reason.TLS_UNTRUSTED);
  }

  /** RFC 7673, section 4: DNSSEC vouches for the host, so its name will do. */
  @Test
  void the_host_that_the_domain_names_may_have_a_certificate_of_its_own() {
    TestCertificate hosting = AUTHORITY.server(HOST);
    Dane nothingOfKeys = new Dane(List.of(), List.of(HOST));
    assertSecure(nothingOfKeys, hosting);
    assertSecure(nothingOfKeys, SERVER);
    assertSecure(dane(key(Usage.PKIX_EE, hosting.certificate())), hosting);
    refusal(POLICY, Dane.NOTHING, hosting, Reason.TLS_IDENTITY);
    refusal(POLICY, nothingOfKeys, AUTHORITY.server("other.test"), Reason.TLS_IDENTITY);
    refusal(POLICY, nothingOfKeys, STRANGERS.server(HOST), Reason.TLS_UNTRUSTED);
  }

  @Test
  void a_policy_that_decides_alone_does_not_heed_it() {
    TlsPolicy keys = TlsPolicy.builder().trustKeys(PublicKeyPin.of(SERVER.certificate())).build();
    assertThat(tls.engines(POLICY).heedsDane()).isTrue();
    assertThat(tls.engines(TlsPolicy.system()).heedsDane()).isTrue();
    assertThat(tls.engines(keys).heedsDane()).isFalse();
    assertThat(tls.engines(TlsPolicy.builder().insecurelyTrustAnyone().build()).heedsDane())
        .isFalse();
  }

  private TlsPair pair(TlsPolicy policy, Dane dane, TestCertificate shown) {
    return new TlsPair(
            tls.engines(policy)
                .handler(
                    ByteBufAllocator.DEFAULT,
                    DOMAIN,
                    TlsPair.START_TLS,
                    dane,
                    ImmediateExecutor.INSTANCE),
            DOMAIN,
            TlsPair.server(shown.serverContext()))
        .pump();
  }

  private void assertSecure(Dane dane, TestCertificate shown) {
    assertSecure(POLICY, dane, shown);
  }

  private void assertSecure(TlsPolicy policy, Dane dane, TestCertificate shown) {
    try (TlsPair pair = pair(policy, dane, shown)) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private String refusal(TlsPolicy policy, Dane dane, TestCertificate shown, Reason reason) {
    try (TlsPair pair = pair(policy, dane, shown)) {
      TransportException failure = pair.failure();
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).as("no data before").isFalse();
      return failure.words();
    }
  }
}
