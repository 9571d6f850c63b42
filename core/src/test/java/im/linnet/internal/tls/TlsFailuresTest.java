package im.linnet.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that no other test's handshake ends with. */
@Isolated("takes providers away from the whole JVM for a moment")
class TlsFailuresTest {

  @Test
  void leaves_a_failure_that_is_explained_as_it_is() {
    XmppException known = new TransportException(Reason.TLS_INJECTION, "x");
    assertThat(TlsFailures.explain(known, "a.test")).isSameAs(known);
  }

  @Test
  void finds_the_cause_however_it_is_wrapped() {
    IdentityMismatch mismatch = new IdentityMismatch("is for another", null);
    Throwable wrapped = new DecoderException(new SSLHandshakeException("x").initCause(mismatch));
    assertThat(reason(wrapped)).isEqualTo(Reason.TLS_IDENTITY);
    assertThat(TlsFailures.explain(wrapped, "a.test"))
        .hasMessage("is for another")
        .hasCause(wrapped);
    assertThat(reason(new DecoderException(new CertificateException("x"))))
        .isEqualTo(Reason.TLS_UNTRUSTED);
  }

  @Test
  void ends_with_causes_in_a_circle() {
    IOException first = new IOException("first");
    IOException second = new IOException("second", first);
    first.initCause(second);
    assertThat(TlsFailures.explain(first, "a.test"))
        .hasMessageContaining("handshake failed: first");
  }

  /** Of the platform, Bouncy Castle and BoringSSL. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received fatal alert: unrecognized_name",
        "org.bouncycastle.tls.TlsFatalAlertReceived: unrecognized_name(112)",
        "Failure in SSL library, usually a protocol error\nerror:10000458:SSL"
            + " routines:OPENSSL_internal:TLSV1_ALERT_UNRECOGNIZED_NAME (../ssl/tls_record.cc:594)"
      })
  void finds_the_alert_in_the_words_of_every_implementation(String words) {
    assertThat(TlsFailures.explain(new SSLHandshakeException(words), "a.test"))
        .hasMessageEndingWith("by the alert unrecognized_name; it does not serve a.test");
  }

  @Test
  void tells_the_kinds_apart() {
    assertThat(reason(new TimeoutException())).isEqualTo(Reason.TIMED_OUT);
    assertThat(reason(new ClosedChannelException())).isEqualTo(Reason.TLS_FAILED);
    assertThat(reason(new IOException("Connection reset"))).isEqualTo(Reason.TLS_FAILED);
    assertThat(reason(new IllegalStateException())).isEqualTo(Reason.TLS_FAILED);
    CertPathValidatorException weak =
        new CertPathValidatorException("MD5", null, null, -1, BasicReason.ALGORITHM_CONSTRAINED);
    assertThat(TlsFailures.explain(new CertificateException(weak), "a.test"))
        .hasMessage(
            "The certificate of a.test is made with a weak algorithm (MD5); the service has to"
                + " renew it. If it can't and is known, see"
                + " TlsPolicy.Builder.insecurelyAcceptWeakCertificates");
  }

  @Test
  void cuts_and_neutralises_what_the_peer_may_have_written() {
    String message =
        TlsFailures.explain(new IOException("a\r\nb" + "x".repeat(5000)), "a.test").getMessage();
    assertThat(message).startsWith("The TLS handshake failed: a??b").hasSizeLessThan(300);
  }

  @Test
  void names_the_module_that_an_image_without_elliptic_curves_lacks() {
    Provider[] providers = Security.getProviders("KeyAgreement.ECDH");
    Map<Provider, Integer> places = new LinkedHashMap<>();
    for (Provider provider : providers) {
      places.put(provider, List.of(Security.getProviders()).indexOf(provider) + 1);
    }
    try {
      places.keySet().forEach(provider -> Security.removeProvider(provider.getName()));
      for (Throwable failure :
          List.of(
              new SSLHandshakeException("Received fatal alert: handshake_failure"),
              new ClosedChannelException(),
              new CertificateException("x"))) {
        assertThat(TlsFailures.explain(failure, "a.test"))
            .hasMessageContaining("module jdk.crypto.ec is missing");
      }
    } finally {
      places.forEach(TlsFailuresTest::insert);
    }
    assertThat(TlsFailures.explain(new ClosedChannelException(), "a.test").getMessage())
        .doesNotContain("jdk.crypto.ec");
  }

  private static void insert(Provider provider, int place) {
    Security.insertProviderAt(provider, place);
  }

  private static Reason reason(Throwable failure) {
    return ((TransportException) TlsFailures.explain(failure, "a.test")).reason();
  }
}
