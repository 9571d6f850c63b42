package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Forgeable signatures and keys, under the user's own trust anchors. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class WeakCertificatesTest {

  private final TlsLibrary tls;

  WeakCertificatesTest(TlsLibrary tls) {
    this.tls = tls;
  }

  private static final String SHA256 = "SHA256withRSA";

  /** One for each place in a chain and each length: to make them takes longer than all else. */
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  /**
   * A chain of an authority, an intermediate authority and a server.
   *
   * @param name what is weak about it
   * @param anchorBits the RSA key of the authority
   * @param middleBits that of the intermediate one
   * @param middleSignature how the authority signed the latter
   * @param leafBits the key of the server
   * @param leafSignature how the intermediate authority signed that
   */
  private record Chain(
      String name,
      int anchorBits,
      int middleBits,
      String middleSignature,
      int leafBits,
      String leafSignature) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Chain> weak() {
    return Stream.of(
        new Chain("a server's key", 2048, 2048, SHA256, 1024, SHA256),
        new Chain("a server's certificate", 2048, 2048, SHA256, 2048, "SHA1withRSA"),
        new Chain("an intermediate key", 2048, 1024, SHA256, 2048, SHA256),
        new Chain("an intermediate certificate", 2048, 2048, "SHA1withRSA", 2048, SHA256),
        new Chain("the anchor's key", 1024, 2048, SHA256, 2048, SHA256));
  }

  @ParameterizedTest
  @MethodSource("weak")
  void refuses_a_weak_link_wherever_it_is_and_says_what_helps(Chain chain) throws Exception {
    Made made = made(chain);
    TlsPolicy policy = TlsPolicy.builder().trust(made.anchor).build();
    TransportException failure = failure(policy, made);
    assertThat(failure.reason()).isEqualTo(Reason.TLS_UNTRUSTED);
    assertThat(failure.words())
        .contains("weak", "TlsPolicy.Builder.insecurelyAcceptWeakCertificates");
    assertSecure(policy.toBuilder().insecurelyAcceptWeakCertificates().build(), made);
    assertSecure(TlsPolicy.builder().insecurelyTrustAnyone().build(), made);
  }

  @Test
  void takes_a_chain_that_is_strong_though_the_anchor_signed_itself_with_sha_1() throws Exception {
    Made made = made(new Chain("nothing", 2048, 2048, SHA256, 2048, SHA256));
    assertThat(made.anchor.getSigAlgName()).isEqualTo("SHA1withRSA");
    assertSecure(TlsPolicy.builder().trust(made.anchor).build(), made);
  }

  @Test
  void refuses_a_short_key_that_is_trusted_itself_and_says_what_helps() throws Exception {
    KeyPair keys = keys("leaf", 1024);
    X509Certificate own = certificate(DOMAIN, keys, DOMAIN, keys, SHA256, true);
    Made made = new Made(own, keys, List.of(own));
    TlsPolicy policy = TlsPolicy.builder().trust(own).build();
    TransportException failure = failure(policy, made);
    assertThat(failure.reason()).isEqualTo(Reason.TLS_UNTRUSTED);
    assertThat(failure.words()).contains("insecurelyAcceptWeakCertificates");
    assertSecure(policy.toBuilder().insecurelyAcceptWeakCertificates().build(), made);
  }

  @Test
  void takes_a_certificate_that_is_trusted_itself_whatever_signed_it() throws Exception {
    KeyPair keys = keys("leaf", 2048);
    X509Certificate own = certificate(DOMAIN, keys, DOMAIN, keys, "SHA1withRSA", true);
    assertSecure(TlsPolicy.builder().trust(own).build(), new Made(own, keys, List.of(own)));
  }

  @Test
  void shows_in_the_policy_that_weak_ones_are_accepted() {
    assertThat(TlsPolicy.system().weakCertificates()).isFalse();
    TlsPolicy weak = TlsPolicy.builder().insecurelyAcceptWeakCertificates().build();
    assertThat(weak.toString()).contains("weak certificates");
    assertThat(weak.toBuilder().build().weakCertificates()).isTrue();
  }

  private record Made(X509Certificate anchor, KeyPair keys, List<X509Certificate> path) {}

  private static Made made(Chain chain) throws Exception {
    KeyPair anchorKeys = keys("anchor", chain.anchorBits);
    KeyPair middleKeys = keys("middle", chain.middleBits);
    KeyPair leafKeys = keys("leaf", chain.leafBits);
    return new Made(
        certificate("Root", anchorKeys, "Root", anchorKeys, "SHA1withRSA", true),
        leafKeys,
        List.of(
            certificate(DOMAIN, leafKeys, "Middle", middleKeys, chain.leafSignature, false),
            certificate("Middle", middleKeys, "Root", anchorKeys, chain.middleSignature, true)));
  }

  private static X509Certificate certificate(
      String subject,
      KeyPair keys,
      String issuer,
      KeyPair issuerKeys,
      String signature,
      boolean authority)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                new X500Principal("CN=" + issuer),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minusSeconds(3600)),
                Date.from(now.plusSeconds(86_400)),
                new X500Principal("CN=" + subject),
                keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, DOMAIN)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(signature).build(issuerKeys.getPrivate())));
  }

  private static KeyPair keys(String place, int bits) {
    return KEYS.computeIfAbsent(place + bits, absent -> generate(bits));
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SslContext server(Made made) {
    return TlsPair.build(
        SslContextBuilder.forServer(made.keys.getPrivate(), made.path)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2"));
  }

  private TlsPair pair(TlsPolicy policy, Made made) {
    return new TlsPair(tls.engines(policy), DOMAIN, TlsPair.START_TLS, server(made)).pump();
  }

  private void assertSecure(TlsPolicy policy, Made made) {
    try (TlsPair pair = pair(policy, made)) {
      assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
      assertThat(pair.secure()).isTrue();
    }
  }

  private TransportException failure(TlsPolicy policy, Made made) {
    try (TlsPair pair = pair(policy, made)) {
      return pair.failure();
    }
  }
}
