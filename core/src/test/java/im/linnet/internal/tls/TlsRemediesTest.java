package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.ip;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.Certificates.root;
import static im.linnet.internal.tls.Certificates.selfSigned;
import static im.linnet.internal.tls.Certificates.srv;
import static im.linnet.internal.tls.Certificates.xmpp;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Follows the advice in the messages of failed handshakes: it must help. Weak certificates are in
 * {@link WeakCertificatesTest}, revoked ones in {@link TlsTrustTest}.
 */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class TlsRemediesTest {

  private final TlsLibrary tls;

  TlsRemediesTest(TlsLibrary tls) {
    this.tls = tls;
  }

  private static final Pattern ACCEPT =
      Pattern.compile("TlsPolicy\\.Builder\\.alsoAccept\\(\"([^\"]+)\"\\)");

  static Stream<Arguments> namesThatCanBeAccepted() {
    return Stream.of(
        Arguments.of("a host", named(dns("messenger.other.test"))),
        Arguments.of("a host in capitals", named(dns("Other.TEST"))),
        Arguments.of("a wildcard", named(dns("*.other.test"))),
        Arguments.of("a service", named(srv("_xmpp-client.other.test"))),
        Arguments.of("a service over direct TLS", named(srv("_xmpps-client.other.test"))),
        Arguments.of("an XMPP address", named(xmpp("other.test"))),
        Arguments.of("an IP address", named(ip(192, 0, 2, 1))),
        Arguments.of(
            "an IPv6 address", named(ip(32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
        Arguments.of(
            "the second of two", named(srv("_xmpp-server.other.test"), dns("second.test"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namesThatCanBeAccepted")
  void a_certificate_for_another_name_is_taken_as_the_message_says(
      String kind, X509Bundle certificate) {
    String advice = failure(TlsPair.trusting(), certificate).words();
    Matcher accept = ACCEPT.matcher(advice);
    assertThat(accept.find()).as(advice).isTrue();
    assertSecure(TlsPair.trusting().toBuilder().alsoAccept(accept.group(1)).build(), certificate);
  }

  static Stream<Arguments> namesThatNobodyCanAccept() {
    return Stream.of(
        Arguments.of("a common name alone", named()),
        Arguments.of("the service of servers", named(srv("_xmpp-server.other.test"))),
        Arguments.of("a user's address", named(xmpp("juliet@other.test"))),
        Arguments.of("too wide a wildcard", named(dns("*.test"))),
        Arguments.of("a wildcard within a label", named(dns("x*.other.test"))),
        Arguments.of("no host name", named(dns("a b"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namesThatNobodyCanAccept")
  void nothing_is_advised_to_the_user_that_would_not_help(String kind, X509Bundle certificate) {
    assertThat(failure(TlsPair.trusting(), certificate).words())
        .doesNotContain("alsoAccept")
        .contains("The service has to get a certificate with its domain in the subjectAltName");
  }

  @Test
  void an_issuer_is_trusted_by_its_pem_file(@TempDir Path folder) throws IOException {
    X509Bundle certificate = named(dns(DOMAIN));
    assertThat(failure(TlsPolicy.system(), certificate).words())
        .contains("give the issuer's certificate in a PEM file to TlsPolicy.Builder.trust");
    Path pem = folder.resolve("issuer.pem");
    Files.writeString(pem, root().getCertificatePEM());
    assertSecure(TlsPolicy.builder().trust(pem).build(), certificate);
  }

  @Test
  void a_self_signed_certificate_is_trusted_by_its_pem_file(@TempDir Path folder)
      throws IOException {
    X509Bundle own = selfSigned(dns(DOMAIN));
    assertThat(failure(TlsPolicy.system(), own).words()).contains("TlsPolicy.Builder.trust");
    Path pem = folder.resolve("own.pem");
    Files.writeString(pem, own.getCertificatePEM());
    assertSecure(TlsPolicy.builder().trust(pem).build(), own);
  }

  @Test
  void a_server_that_wants_a_client_certificate_takes_it(@TempDir Path folder) throws IOException {
    X509Bundle client = named(dns("client.test"));
    SslContext demanding =
        TlsPair.build(
            TlsPair.serverBuilder(named(dns(DOMAIN)))
                .protocols("TLSv1.2")
                .trustManager(root().getCertificate())
                .clientAuth(ClientAuth.REQUIRE));
    try (TlsPair pair = pair(TlsPair.trusting(), demanding)) {
      assertThat(pair.failure().words()).contains("TlsPolicy.Builder.clientCertificate");
    }
    Path chain = Files.writeString(folder.resolve("chain.pem"), client.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("key.pem"), client.getPrivateKeyPEM());
    TlsPolicy policy = TlsPair.trusting().toBuilder().clientCertificate(chain, key).build();
    try (TlsPair pair = pair(policy, demanding)) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private TlsPair pair(TlsPolicy policy, SslContext server) {
    return new TlsPair(tls.engines(policy), DOMAIN, TlsPair.START_TLS, server).pump();
  }

  private TransportException failure(TlsPolicy policy, X509Bundle certificate) {
    try (TlsPair pair = pair(policy, TlsPair.server(certificate))) {
      return pair.failure();
    }
  }

  private void assertSecure(TlsPolicy policy, X509Bundle certificate) {
    try (TlsPair pair = pair(policy, TlsPair.server(certificate))) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }
}
