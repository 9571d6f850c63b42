package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.ip;
import static im.linnet.internal.tls.Certificates.srv;
import static im.linnet.internal.tls.Certificates.tlv;
import static im.linnet.internal.tls.Certificates.xmpp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.internal.tls.PresentedName.Kind;
import java.security.cert.CertificateParsingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedNameTest {

  private static final byte[] ALL =
      tlv(
          0x04,
          tlv(
              0x30,
              dns("example.test"),
              srv("_xmpp-client.example.test"),
              xmpp("example.test"),
              ip(192, 0, 2, 1),
              tlv(0x86, new byte[] {'x', ':', 'y'})));

  @Test
  void reads_every_kind_in_order() throws Exception {
    assertThat(PresentedName.of(ALL))
        .containsExactly(
            new PresentedName(Kind.DNS, "example.test"),
            new PresentedName(Kind.SRV, "_xmpp-client.example.test"),
            new PresentedName(Kind.XMPP, "example.test"),
            new PresentedName(Kind.IP, "192.0.2.1"));
  }

  @Test
  void refuses_every_truncation() {
    for (int length = 0; length < ALL.length; length++) {
      byte[] cut = Arrays.copyOf(ALL, length);
      assertThatThrownBy(() -> PresentedName.of(cut))
          .as("%d bytes", length)
          .isInstanceOf(CertificateParsingException.class);
    }
  }

  @Test
  void reads_or_refuses_whatever_comes() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = ALL.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(PresentedName.of(mutant)).hasSizeLessThanOrEqualTo(mutant.length);
      } catch (CertificateParsingException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "0400", // no sequence
        "040430028200ff", // something after the end
        "0480300000", // indefinite length
        "04810330018200", // length not in its shortest form
        "0482000230 00", // the same in two bytes
        "0484000000023000", // length of four bytes
        "04847fffffff3000",
        "0483ffffff3000", // far beyond the end
        "040430829999", // inner length beyond the end
        "0404309f0182", // inside, a length of 31 bytes
        "0406300482ff0000", // a length of 127 bytes
        "0405 3003 9f0100", // a tag of several bytes
        "0403300182", // a tag and nothing else
        "0405 3003 a0 01 06", // an OID without length
        "0406 3004 8202 6180", // a byte that is not ASCII
        "2402 3000", // an octet string in pieces
      })
  void refuses_what_is_not_der(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> PresentedName.of(bytes))
        .isInstanceOf(CertificateParsingException.class);
  }

  @Test
  void reads_lengths_of_two_and_three_bytes() throws Exception {
    for (int length : new int[] {127, 128, 255, 256, 65_000}) {
      String name = "x".repeat(length);
      assertThat(PresentedName.of(tlv(0x04, tlv(0x30, dns(name)))))
          .containsExactly(new PresentedName(Kind.DNS, name));
    }
  }
}
