package im.linnet.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCertificatesTest {
  private final TestCertificates authority = TestCertificates.create();

  @Test
  void issues_a_certificate_that_its_anchor_validates() {
    TestCertificate certificate = authority.server("example.test", "*.example.test");

    assertThatCode(() -> validate(certificate)).doesNotThrowAnyException();
    assertThat(names(certificate)).containsExactly("2=example.test", "2=*.example.test");
    assertThat(certificate.certificate().getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void two_authorities_do_not_trust_each_other() {
    TestCertificate foreign = TestCertificates.create().server("example.test");

    assertThatThrownBy(() -> validate(foreign)).isInstanceOf(CertificateException.class);
  }

  @Test
  void encodes_srv_name_and_xmpp_addr_as_the_rfcs_say() throws Exception {
    X509Certificate certificate =
        authority
            .request()
            .srvName("xmpp-client", "example.test")
            .xmppAddr("bücher.test")
            .issue()
            .certificate();

    String extension = HexFormat.of().formatHex(certificate.getExtensionValue("2.5.29.17"));

    // otherName: [0] { OID, [0] EXPLICIT value }, and the value is an IA5String or a UTF8String
    assertThat(extension)
        .contains(otherName("2b06010505070807", "0608", "16", "_xmpp-client.example.test"))
        .contains(otherName("2b06010505070805", "0608", "0c", "bücher.test"));
  }

  @Test
  void refuses_an_srv_name_that_ia5_string_cannot_hold() {
    assertThatThrownBy(() -> authority.request().srvName("xmpp-client", "bücher.test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A-labels");
  }

  @Test
  void encodes_names_longer_than_the_short_form_of_der_holds() {
    for (int length : new int[] {127, 128, 255, 256, 3000}) {
      String name = "a".repeat(length);
      X509Certificate certificate = authority.request().xmppAddr(name).issue().certificate();
      assertThat(new String(certificate.getExtensionValue("2.5.29.17"), StandardCharsets.UTF_8))
          .as("length %s", length)
          .endsWith(name);
    }
  }

  @Test
  void a_common_name_alone_gives_no_alternative_name() throws Exception {
    X509Certificate certificate =
        authority.request().commonName("example.test").issue().certificate();

    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=example.test");
    assertThat(certificate.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void dates_certificates_in_the_past_and_in_the_future() {
    assertThatThrownBy(() -> validate(authority.request().dns("a.test").expired().issue()))
        .hasStackTraceContaining("CertificateExpiredException");
    assertThatThrownBy(() -> validate(authority.request().dns("a.test").notYetValid().issue()))
        .hasStackTraceContaining("CertificateNotYetValidException");
    assertThatCode(
            () ->
                validate(
                    authority
                        .request()
                        .dns("a.test")
                        .valid(Duration.ofMinutes(-1), Duration.ofMinutes(5))
                        .issue()))
        .doesNotThrowAnyException();
  }

  @Test
  void nobody_trusts_a_self_signed_certificate() {
    TestCertificate own = authority.request().dns("example.test").selfSigned();

    assertThat(own.certificate().getIssuerX500Principal())
        .isEqualTo(own.certificate().getSubjectX500Principal());
    assertThatThrownBy(() -> validate(own)).isInstanceOf(CertificateException.class);
  }

  @Test
  void sends_the_intermediates_unless_told_not_to() {
    TestCertificate leaf = authority.intermediate().intermediate().server("example.test");

    assertThat(leaf.chain()).hasSize(3).doesNotContain(authority.trustAnchor());
    assertThatCode(() -> validate(leaf)).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(leaf.withoutIntermediates()))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void an_intermediate_that_is_no_authority_is_found_out() {
    TestCertificate leaf = authority.intermediateWithoutAuthority().server("example.test");

    assertThat(leaf.chain()).hasSize(2);
    assertThat(leaf.chain().get(1).getBasicConstraints()).isEqualTo(-1);
    assertThatCode(() -> leaf.certificate().verify(leaf.chain().get(1).getPublicKey()))
        .as("the signature itself is good")
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(leaf)).isInstanceOf(CertificateException.class);
  }

  @Test
  void an_exceeded_path_length_is_found_out() {
    TestCertificates last = authority.intermediateOfPathLength(0);

    assertThatCode(() -> validate(last.server("example.test"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(last.intermediate().server("example.test")))
        .hasStackTraceContaining("pathLenConstraint violated");
  }

  @Test
  void a_name_outside_the_constraints_is_found_out() {
    TestCertificates constrained = authority.intermediateConstrainedTo("good.test");

    assertThatCode(() -> validate(constrained.server("im.good.test"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(constrained.server("example.test")))
        .hasStackTraceContaining("name constraints");
  }

  @Test
  void makes_client_certificates() throws Exception {
    TestCertificate client = authority.client("a@example.test");

    assertThat(client.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(authority.server("a.test").certificate().getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void makes_keys_of_other_kinds_and_ip_addresses() {
    assertThat(authority.request().rsa().issue().certificate().getPublicKey().getAlgorithm())
        .isEqualTo("RSA");
    assertThat(authority.request().ed25519().issue().certificate().getPublicKey().getAlgorithm())
        .isIn("Ed25519", "EdDSA");
    assertThat(names(authority.request().ip(InetAddress.getLoopbackAddress()).issue()))
        .containsExactly("7=127.0.0.1");
  }

  @Test
  void writes_pem_that_the_jdk_reads_back(@TempDir Path folder) throws Exception {
    TestCertificate certificate = authority.intermediate().server("example.test");
    Path chain = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    Path both = folder.resolve("both.pem");
    Path anchor = folder.resolve("anchor.pem");

    certificate.writePem(chain, key);
    certificate.writePem(both);
    authority.writeTrustAnchor(anchor);

    assertThat(read(Files.readString(chain))).isEqualTo(certificate.chain());
    assertThat(read(Files.readString(anchor))).containsExactly(authority.trustAnchor());
    assertThat(readKey(Files.readString(key))).isEqualTo(certificate.privateKey().getEncoded());
    assertThat(Files.readString(both)).isEqualTo(Files.readString(key) + Files.readString(chain));
    assertThat(Files.readAllLines(both)).allMatch(line -> line.length() <= 64);
  }

  @Test
  void never_shows_the_key_in_its_text() {
    assertThat(authority.request().commonName("x.test").issue())
        .hasToString("TestCertificate[CN=x.test]");
  }

  private void validate(TestCertificate certificate) throws CertificateException {
    X509TrustManager trust = (X509TrustManager) authority.trustManagers()[0];
    X509Certificate[] chain = certificate.chain().toArray(X509Certificate[]::new);
    trust.checkServerTrusted(chain, "ECDHE_ECDSA");
  }

  private static List<String> names(TestCertificate certificate) {
    try {
      return certificate.certificate().getSubjectAlternativeNames().stream()
          .map(name -> name.get(0) + "=" + name.get(1))
          .toList();
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private static String otherName(String oid, String oidTag, String valueTag, String text) {
    String value = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    String inner = valueTag + octet(value.length() / 2) + value;
    String explicit = "a0" + octet(inner.length() / 2) + inner;
    String content = oidTag + oid + explicit;
    return "a0" + octet(content.length() / 2) + content;
  }

  private static String octet(int value) {
    return HexFormat.of().toHexDigits((byte) value);
  }

  private static List<java.security.cert.Certificate> read(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes)));
  }

  private static byte[] readKey(String pem) throws GeneralSecurityException {
    String[] lines = pem.split("\n");
    String base64 = String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1));
    byte[] der = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)).getEncoded();
  }
}
