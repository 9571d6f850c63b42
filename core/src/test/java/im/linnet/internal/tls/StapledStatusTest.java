package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.tls.CertificateRequest;
import im.linnet.testkit.tls.OcspResponder;
import im.linnet.testkit.tls.OcspStatus;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** OCSP responses that a server staples, by the JDK's own stapling server. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class StapledStatusTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create().intermediate();

  private final TlsLibrary tls;

  @AutoClose private final OcspResponder responder = OcspResponder.start();

  StapledStatusTest(TlsLibrary tls) {
    this.tls = tls;
  }

  /** A policy that trusts the issuer, which has no status of its own to ask for. */
  private static TlsPolicy policy(Revocation revocation) {
    return TlsPolicy.builder()
        .trust(AUTHORITY.server(DOMAIN).chain().get(1))
        .checkRevocation(revocation)
        .build();
  }

  private TestCertificate certificate(UnaryOperator<CertificateRequest> more) {
    return more.apply(AUTHORITY.request().dns(DOMAIN).ocsp(responder.uri("/status"))).issue();
  }

  private TestCertificate withStatus(OcspStatus status) {
    TestCertificate certificate = certificate(UnaryOperator.identity());
    responder.answer("/status", AUTHORITY.ocsp(certificate, status));
    return certificate;
  }

  @Tag("T25")
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNCHECKED")
  void refuses_what_is_revoked(Revocation revocation) {
    assertThat(refusal(policy(revocation), withStatus(OcspStatus.REVOKED))).contains("was revoked");
  }

  @Tag("T25")
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNCHECKED")
  void takes_what_is_good_without_a_query_of_its_own(Revocation revocation) {
    assertSecure(policy(revocation), withStatus(OcspStatus.GOOD));
    assertThat(responder.requests()).as("by the server").isOne();
  }

  @Tag("T25")
  @ParameterizedTest
  @CsvSource({
    "STAPLED, UNKNOWN",
    "STAPLED, OUTDATED",
    "STAPLED, FORGED",
    "STAPLED_ALWAYS, UNKNOWN",
    "STAPLED_ALWAYS, OUTDATED",
    "STAPLED_ALWAYS, FORGED"
  })
  void refuses_a_response_that_proves_nothing(Revocation revocation, OcspStatus status) {
    assertThat(refusal(policy(revocation), withStatus(status)))
        .contains("may be revoked", "the stapled OCSP response", "Builder.checkRevocation");
  }

  @Tag("T25")
  @Test
  void the_policy_says_what_happens_when_nothing_is_stapled() {
    TestCertificate silent = certificate(UnaryOperator.identity());
    assertSecure(policy(Revocation.UNCHECKED), silent);
    assertSecure(policy(Revocation.STAPLED), silent);
    assertThat(refusal(policy(Revocation.STAPLED_ALWAYS), silent))
        .contains("may be revoked", "the server staples no OCSP response");
    assertThat(refusal(policy(Revocation.QUERIED), silent)).contains("may be revoked");
  }

  @Tag("T25")
  @Test
  void a_certificate_can_say_that_a_response_is_always_stapled() {
    TestCertificate silent = certificate(CertificateRequest::mustStaple);
    assertSecure(policy(Revocation.UNCHECKED), silent);
    refusal(policy(Revocation.STAPLED), silent);
    responder.answer("/status", AUTHORITY.ocsp(silent, OcspStatus.GOOD));
    assertSecure(policy(Revocation.STAPLED), silent);
  }

  @Test
  void a_certificate_that_is_trusted_itself_has_nobody_to_ask() {
    TestCertificate own = AUTHORITY.request().dns(DOMAIN).selfSigned();
    TlsPolicy policy =
        TlsPolicy.builder()
            .trust(own.certificate())
            .checkRevocation(Revocation.STAPLED_ALWAYS)
            .build();
    assertSecure(policy, own);
  }

  @Test
  void what_is_revoked_is_taken_unless_the_policy_checks() {
    assertSecure(policy(Revocation.UNCHECKED), withStatus(OcspStatus.REVOKED));
  }

  private TlsPair pair(TlsPolicy policy, TestCertificate shown) {
    SslContext server = TlsPair.server(shown.staplingContext());
    return new TlsPair(tls.engines(policy), DOMAIN, TlsPair.START_TLS, server).pump();
  }

  private void assertSecure(TlsPolicy policy, TestCertificate shown) {
    try (TlsPair pair = pair(policy, shown)) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private String refusal(TlsPolicy policy, TestCertificate shown) {
    try (TlsPair pair = pair(policy, shown)) {
      TransportException failure = pair.failure();
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.TLS_UNTRUSTED);
      assertThat(pair.serverTls.handshakeFuture().isSuccess()).as("no data before").isFalse();
      return failure.words();
    }
  }
}
