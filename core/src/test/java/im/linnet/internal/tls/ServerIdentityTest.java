package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.ip;
import static im.linnet.internal.tls.Certificates.other;
import static im.linnet.internal.tls.Certificates.srv;
import static im.linnet.internal.tls.Certificates.tlv;
import static im.linnet.internal.tls.Certificates.xmpp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names a certificate must have, without a handshake. */
class ServerIdentityTest {

  @Tag("T17")
  @Tag("T20")
  @ParameterizedTest
  @CsvSource({
    "example.test, example.test",
    "EXAMPLE.Test, example.test",
    "example.test, Example.TEST",
    "example.test, example.test.",
    "*.example.test, im.example.test",
    "*.EXAMPLE.test, im.example.test",
    "*.example.test, xn--bcher-kva.example.test",
    "xn--bcher-kva.test, xn--bcher-kva.test",
    "XN--BCHER-KVA.test, xn--bcher-kva.test",
    "localhost, localhost",
    "my_host.test, my_host.test"
  })
  void takes_a_dns_name_that_is_the_domain(String presented, String domain) {
    accepts(domain, dns(presented));
  }

  @Tag("T17")
  @Tag("T18")
  @Tag("T20")
  @ParameterizedTest
  @CsvSource({
    "*.example.test, example.test",
    "*.example.test, a.b.example.test",
    "x*.example.test, xy.example.test",
    "*x.example.test, yx.example.test",
    "*, test",
    "*, example.test",
    "*., example.test",
    "*.test, example.test",
    "*.*.test, im.example.test",
    "im.*.test, im.example.test",
    "a.*.test, a.example.test",
    "xn--*.example.test, xn--bcher-kva.example.test",
    "xn--bcher-*.test, xn--bcher-kva.test",
    "example.test., example.test",
    "*.example.test., im.example.test",
    ".example.test, example.test",
    "ample.test, example.test",
    "evil.example.test, example.test",
    "example.test.evil.test, example.test",
    "example.tes, example.test",
    "xn--bcher-kva.test, bcher.test",
    "xn--bcher-kvb.test, xn--bcher-kva.test",
    "'example.test ', example.test",
    "127.0.0.1, 127.0.0.1",
    "*.0.0.1, 127.0.0.1",
    "::1, ::1"
  })
  void refuses_a_dns_name_that_is_not_the_domain(String presented, String domain) {
    refuses(domain, dns(presented));
  }

  @Tag("T20")
  @Test
  void refuses_names_that_only_look_like_the_domain() {
    refuses("example.test", dns("example.test\0.evil.test"));
    refuses("example.test", dns("example.test\0"));
    refuses("example.test", xmpp("example.test\0"));
    refuses("example.test", srv("_xmpp-client.example.test\0"));
    refuses("example.test", dns("\0example.test"));
    // U-labels and other scripts are not allowed in a dNSName; the certificate is malformed.
    refuses("xn--bcher-kva.test", dns("b\u00fccher.test"));
    refuses("example.test", dns("\u0435xample.test"));
    refuses("example.test", xmpp("\u0435xample.test"));
    refuses("kelvin.test", xmpp("\u212Aelvin.test"));
  }

  @Tag("T12")
  @Test
  void takes_no_common_name() {
    // All certificates here have CN=example.test.
    refuses("example.test");
    refuses("example.test", dns("other.test"));
    refuses(
        "example.test",
        tlv(0x81, "example.test".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void tells_that_a_common_name_does_not_count() {
    assertThat(mismatch("example.test"))
        .hasMessageContaining("names no domain at all; its common name does not count")
        .hasMessageContaining("(expected: example.test)");
  }

  @Tag("T19")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "_xmpp-client.example.test",
        "_xmpps-client.example.test",
        "_XMPP-Client.Example.TEST"
      })
  void takes_the_client_service_at_the_domain(String name) {
    accepts("example.test", srv(name));
  }

  @Tag("T19")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "_xmpp-server.example.test",
        "_imap.example.test",
        "_xmpp-client.other.test",
        "_xmpp-client.*.test",
        "_xmpp-client.example.test.",
        "_xmpp-client._tcp.example.test",
        "xmpp-client.example.test",
        "example.test",
        "*.example.test"
      })
  void refuses_another_service(String name) {
    refuses("example.test", srv(name));
  }

  @Test
  void takes_no_wildcard_in_a_service() {
    refuses("im.example.test", srv("_xmpp-client.*.example.test"));
  }

  @Tag("T19")
  @Test
  void takes_the_domain_as_an_address() {
    accepts("example.test", xmpp("example.test"));
    accepts("example.test", xmpp("Example.Test"));
    accepts("xn--bcher-kva.test", xmpp("b\u00fccher.test"));
    accepts("xn--bcher-kva.test", xmpp("xn--bcher-kva.test"));
  }

  @Tag("T19")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user@example.test",
        "example.test/resource",
        "user@example.test/resource",
        "@example.test",
        "example.test/",
        "*.test",
        "example.test.",
        ""
      })
  void refuses_an_address_that_is_not_the_domain_alone(String address) {
    refuses("example.test", xmpp(address));
  }

  @Test
  void takes_an_address_for_a_sharp_s_to_be_another_than_for_ss() {
    refuses("strasse.test", xmpp("stra\u00dfe.test"));
  }

  @Tag("T23")
  @Test
  void takes_an_ip_address_for_a_literal_alone() {
    accepts("127.0.0.1", ip(127, 0, 0, 1));
    accepts("[::1]", ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    accepts("[0:0:0:0:0:0:0:1]", ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    refuses("127.0.0.1", ip(127, 0, 0, 2));
    refuses("127.0.0.1", xmpp("127.0.0.1"));
    refuses("127.0.0.1", srv("_xmpp-client.127.0.0.1"));
    refuses("example.test", ip(127, 0, 0, 1));
    refuses("127.0.0.1", ip(127, 0, 0, 1, 255, 0, 0, 0));
  }

  @Test
  void finds_the_right_name_among_many() {
    accepts("example.test", dns("a.test"), ip(1, 2, 3, 4), xmpp("u@b.test"), dns("example.test"));
  }

  @Test
  void takes_one_of_the_names_accepted_by_the_user() throws Exception {
    ServerIdentity identity = ServerIdentity.of("example.test", List.of("old.test", "192.0.2.1"));
    identity.check(Certificates.certificate(dns("old.test")));
    identity.check(Certificates.certificate(ip(192, 0, 2, 1)));
    identity.check(Certificates.certificate(dns("example.test")));
    assertThatThrownBy(() -> identity.check(Certificates.certificate(dns("new.test"))))
        .hasMessageContaining("(expected: example.test, old.test, 192.0.2.1)");
  }

  @Test
  void skips_other_names_that_it_does_not_know() {
    byte[] unknown = other(new byte[] {0x2b, 6, 1, 5, 5, 7, 8, 9}, tlv(0x0c, new byte[] {'x'}));
    accepts("example.test", unknown, dns("example.test"));
  }

  @Test
  void refuses_a_certificate_with_malformed_names_though_one_fits() {
    byte[] wrongType = other(Certificates.SRV, tlv(0x0c, new byte[] {'x'}));
    byte[] trailing = tlv(0xa0, tlv(0x06, Certificates.SRV), tlv(0xa0, tlv(0x16)), tlv(0x05));
    byte[] notUtf8 = other(Certificates.XMPP, tlv(0x0c, new byte[] {(byte) 0xc0, (byte) 0x80}));
    for (byte[] malformed : List.of(wrongType, trailing, notUtf8, ip(1, 2, 3))) {
      byte[] extension = tlv(0x04, tlv(0x30, dns("example.test"), malformed));
      assertThatThrownBy(() -> PresentedName.of(extension))
          .isInstanceOf(java.security.cert.CertificateParsingException.class);
    }
  }

  @Test
  void names_both_sides_shortly_and_in_printable_ascii() {
    String message =
        mismatch(
                "example.test",
                dns("a\r\nFAKE LINE\u0007"),
                dns("x".repeat(5000)),
                xmpp("u@\u202egro.test"))
            .getMessage();
    assertThat(message)
        .startsWith("The server's certificate is for a??FAKE LINE?, xxxx")
        .contains("u@?gro.test", "(expected: example.test)", "subjectAltName")
        .matches("[ -~]*");
    byte[][] many = Collections.nCopies(200, dns("y".repeat(200))).toArray(byte[][]::new);
    assertThat(mismatch("example.test", many)).message().hasSizeLessThan(1200).contains("192 more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "*.test", "a..test", ".test", "b\u00fccher.test", "fe80::1%eth0", "a b"})
  void refuses_to_expect_what_is_no_name(String domain) {
    assertThatThrownBy(() -> ServerIdentity.of(domain, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void accepts(String domain, byte[]... names) {
    assertThatCode(
            () -> ServerIdentity.of(domain, List.of()).check(Certificates.certificate(names)))
        .doesNotThrowAnyException();
  }

  private static void refuses(String domain, byte[]... names) {
    assertThat(mismatch(domain, names)).isNotNull();
  }

  private static Exception mismatch(String domain, byte[]... names) {
    ServerIdentity identity = ServerIdentity.of(domain, List.of());
    // Certificates that the platform itself rejects can't get here.
    return catchThrowableOfType(
        java.security.cert.CertificateException.class,
        () -> identity.check(Certificates.certificate(names)));
  }
}
