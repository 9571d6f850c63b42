package im.linnet.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.testkit.tls.CertificateCase.Verdict;
import java.net.HttpURLConnection;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The cases and the OCSP responses are what they say, in the eyes of the JDK's PKIX. */
@Timeout(120)
class CertificateCasesTest {

  private static final List<CertificateCase> CASES = CertificateCases.create();

  @Test
  void have_names_of_their_own_and_every_verdict() {
    assertThat(CASES).extracting(CertificateCase::name).doesNotHaveDuplicates();
    assertThat(CASES).extracting(CertificateCase::verdict).contains(Verdict.values());
    assertThat(CertificateCases.domains(CASES)).contains("example.test", "xn--bcher-kva.test");
  }

  @Test
  void are_trusted_by_the_jdk_unless_the_verdict_says_otherwise() {
    for (CertificateCase each : CASES) {
      // The JDK accepts any certificate that is trusted itself, and does not mind SHA-1 under
      // authorities of one's own.
      boolean lax = each.anchor().equals(each.shown().certificate());
      if (each.verdict() != Verdict.UNTRUSTED) {
        assertThatCode(() -> check(each)).as(each.name()).doesNotThrowAnyException();
      } else if (!lax && !each.name().contains("SHA-1") && !each.name().contains("short")) {
        assertThat(catchThrowable(() -> check(each)))
            .as(each.name())
            .isInstanceOf(CertificateException.class);
      }
    }
  }

  private static void check(CertificateCase each) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("anchor", each.anchor());
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      ((X509TrustManager) manager)
          .checkServerTrusted(each.shown().chain().toArray(X509Certificate[]::new), "UNKNOWN");
    }
  }

  private final TestCertificates authority = TestCertificates.create();
  private final TestCertificate certificate = authority.server("example.test");

  @Test
  void a_good_response_is_good_for_the_jdk() {
    assertThatCode(() -> validate(OcspStatus.GOOD)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "GOOD")
  void any_other_response_is_not(OcspStatus status) {
    assertThat(catchThrowable(() -> validate(status)))
        .isInstanceOf(CertPathValidatorException.class);
  }

  private void validate(OcspStatus status) throws Exception {
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(Set.of(PKIXRevocationChecker.Option.NO_FALLBACK));
    checker.setOcspResponses(
        Map.of(certificate.certificate(), authority.ocsp(certificate, status)));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.trustAnchor(), null)));
    parameters.addCertPathChecker(checker);
    validator.validate(
        CertificateFactory.getInstance("X.509").generateCertPath(certificate.chain()), parameters);
  }

  @Test
  void a_responder_answers_by_the_path_and_counts() throws Exception {
    try (OcspResponder responder = OcspResponder.start()) {
      responder.answer("/good", new byte[] {1, 2});
      var good = responder.uri("/good/MFQwUjBQME4").toURL().openConnection();
      assertThat(good.getInputStream().readAllBytes()).containsExactly(1, 2);
      var bad = (HttpURLConnection) responder.uri("/bad").toURL().openConnection();
      assertThat(bad.getResponseCode()).isEqualTo(404);
      assertThat(responder.requests()).isEqualTo(2);
    }
  }
}
