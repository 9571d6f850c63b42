package im.linnet.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.PeerConnection;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.CertificateCase;
import im.linnet.testkit.tls.CertificateCase.Verdict;
import im.linnet.testkit.tls.CertificateCases;
import im.linnet.testkit.tls.OcspResponder;
import im.linnet.testkit.tls.OcspStatus;
import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.PublicKeyPin;
import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every certificate of {@link CertificateCases} on every way over TCP: the verdict is the same, and
 * nothing that identifies the user reaches a server that is refused. The matrix of WebSockets is in
 * linnet-websocket.
 */
@Timeout(120)
class CertificateWaysTest {

  private static final String PASSWORD = "wherefore-art-thou";

  private static final List<CertificateCase> CASES = CertificateCases.create();
  private static final TestCertificates REDIRECTORS = TestCertificates.create();
  private static final SSLContext HONEST = honest();

  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.system());

  @AfterAll
  static void stop() {
    RESOURCES.close();
  }

  static Stream<Arguments> cases() {
    return CASES.stream().map(each -> arguments(each, each.shown().serverContext()));
  }

  @Tag("T12")
  @Tag("T13")
  @Tag("T17")
  @Tag("T18")
  @Tag("T19")
  @Tag("T20")
  @Tag("T23")
  @Tag("T24")
  @Tag("R01")
  @Tag("R02")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void has_the_same_verdict_on_every_way(CertificateCase each, SSLContext shown) throws Exception {
    TlsPolicy policy = TlsPolicy.builder().trust(each.anchor(), REDIRECTORS.trustAnchor()).build();
    assertVerdict(each.verdict(), each.domain(), shown, policy);
  }

  @Tag("T25")
  @Test
  void refuses_what_is_revoked_on_every_way() throws Exception {
    TestCertificates issuer = TestCertificates.create().intermediate();
    TlsPolicy policy =
        TlsPolicy.builder()
            .trust(issuer.trustAnchor(), REDIRECTORS.trustAnchor())
            .checkRevocation(Revocation.STAPLED)
            .build();
    try (OcspResponder responder = OcspResponder.start()) {
      TestCertificate shown =
          issuer.request().dns("example.test").ocsp(responder.uri("/status")).issue();
      responder.answer("/status", issuer.ocsp(shown, OcspStatus.GOOD));
      assertVerdict(Verdict.ACCEPTED, "example.test", shown.staplingContext(), policy);
      responder.answer("/status", issuer.ocsp(shown, OcspStatus.REVOKED));
      assertVerdict(Verdict.UNTRUSTED, "example.test", shown.staplingContext(), policy);
    }
  }

  @Tag("A03")
  @Test
  void takes_the_pinned_key_alone_on_every_way() throws Exception {
    TestCertificates issuer = TestCertificates.create();
    TestCertificate pinned = issuer.server("example.test");
    TlsPolicy policy =
        TlsPolicy.builder()
            .trust(issuer.trustAnchor(), REDIRECTORS.trustAnchor())
            .pin(PublicKeyPin.of(pinned.certificate()))
            .pin(PublicKeyPin.of(REDIRECTORS.trustAnchor()))
            .build();
    assertVerdict(Verdict.ACCEPTED, "example.test", pinned.serverContext(), policy);
    SSLContext another = issuer.server("example.test").serverContext();
    assertVerdict(Verdict.UNTRUSTED, "example.test", another, policy);
  }

  private static void assertVerdict(
      Verdict expected, String domain, SSLContext shown, TlsPolicy policy) throws Exception {
    Map<CertificateWay, Verdict> verdicts = new EnumMap<>(CertificateWay.class);
    for (CertificateWay way : CertificateWay.values()) {
      verdicts.put(way, verdict(way, domain, shown, policy));
    }
    assertThat(verdicts.values()).as(verdicts.toString()).containsOnly(expected);
  }

  private static Verdict verdict(
      CertificateWay way, String domain, SSLContext shown, TlsPolicy policy) throws Exception {
    Verdict[] verdict = new Verdict[1];
    try (ScriptedPeer peer = ScriptedPeer.listen().script(s -> way.serve(s, shown))) {
      way.lead(
          peer,
          HONEST,
          begin -> {
            ClientBuilder builder =
                XmppClient.builder("juliet@" + domain)
                    .sasl(Sasl.password(PASSWORD).allowPlain())
                    .resources(RESOURCES)
                    .keepAlive(KeepAlive.none())
                    .tls(policy)
                    .endpoint(begin.endpoint());
            if (begin.proxy() != null) {
              builder.proxy(begin.proxy());
            }
            try (XmppClient client = builder.build()) {
              verdict[0] = verdict(Trial.outcome(client.connect()));
            }
          });
      assertDiscreet(peer.connection(1), verdict[0]);
    }
    return verdict[0];
  }

  private static Verdict verdict(Throwable failure) {
    if (failure instanceof TransportException refused) {
      switch (refused.reason()) {
        case TLS_IDENTITY -> {
          return Verdict.WRONG_NAME;
        }
        case TLS_UNTRUSTED -> {
          return Verdict.UNTRUSTED;
        }
        default -> {}
      }
    }
    if (failure instanceof StreamException ended
        && ended.verified()
        && ended.error().condition() == Condition.SYSTEM_SHUTDOWN) {
      return Verdict.ACCEPTED;
    }
    throw new AssertionError("neither the answer of the server nor a verdict on it", failure);
  }

  /** A server that is refused learns the domain at most, in clear text, and no handshake ends. */
  private static void assertDiscreet(PeerConnection seen, Verdict verdict) {
    assertThat(seen.text()).doesNotContain("<auth", PASSWORD);
    if (verdict != Verdict.ACCEPTED) {
      assertThat(seen.tls()).isNull();
      assertThat(seen.text()).doesNotContain("juliet");
    }
  }

  private static SSLContext honest() {
    TestCertificate certificate =
        REDIRECTORS
            .request()
            .dns(CertificateCases.domains(CASES).toArray(String[]::new))
            .ip(InetAddress.getLoopbackAddress())
            .issue();
    return certificate.serverContext();
  }
}
