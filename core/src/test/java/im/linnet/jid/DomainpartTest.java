package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainpartTest {

  @ParameterizedTest
  @CsvSource({
    "b\u00FCcher.example, b\u00FCcher.example, xn--bcher-kva.example",
    "B\u00DCCHER.Example., b\u00FCcher.example, xn--bcher-kva.example",
    "xn--bcher-kva.example, b\u00FCcher.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, b\u00FCcher.example, xn--bcher-kva.example",
    "bu\u0308cher.example, b\u00FCcher.example, xn--bcher-kva.example",
    "fu\u00DFball.example, fu\u00DFball.example, xn--fuball-cta.example",
    "xn--fuball-cta.example, fu\u00DFball.example, xn--fuball-cta.example",
    "\uFF45\uFF58.\uFF23\uFF2F\uFF2D, ex.com, ex.com",
    "\uFF58\uFF4E--bcher-kva, b\u00FCcher, xn--bcher-kva",
    "a\u3002b\uFF0Ec\uFF61d, a.b.c.d, a.b.c.d",
    "\u05D0\u05D1.example, \u05D0\u05D1.example, xn--4dbc.example",
    "\u212Aelvin.example, kelvin.example, kelvin.example",
    "l\u00B7l.example, l\u00B7l.example, xn--ll-0ea.example",
    "localhost, localhost, localhost",
    "3com.a-b--c.example, 3com.a-b--c.example, 3com.a-b--c.example",
  })
  void gives_u_labels_to_people_and_a_labels_to_dns(String input, String text, String ascii) {
    Jid jid = Jid.of("a@" + input);
    assertThat(jid.domain()).isEqualTo(text);
    assertThat(jid.asciiDomain()).isEqualTo(ascii);
    assertThat(Jid.of(jid.asciiDomain())).isEqualTo(jid.domainJid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        ".a",
        "a..b",
        "a..",
        "a.\u3002b",
        "a_b.example",
        "_xmpp-client.example",
        "a b",
        "a\u0000b",
        "a\nb",
        "a:5222",
        "a%b",
        "a*b",
        "*.example",
        "-a",
        "a-",
        "ab--c",
        "\u00E9-",
        "-\u00E9",
        "\u00E9a--b",
        "\u0301a",
        "a\u00ADb",
        "a\u200Db",
        "a\u202Eb",
        "a\u05D0",
        "a\uFF20b",
        "a\uFF3Fb",
        "a\u265A",
        "a\u2163",
        "a\u0378",
        "a\uD800",
        "xn--",
        "xn--a",
        "xn--abc-",
        "xn---bcher-kva",
        "xn--bcher-kvb1234567890",
        "xn--99999999",
        "xn--\u00E9"
      })
  void refuses_what_is_no_host_name(String input) {
    assertRefused(input);
  }

  /**
   * Encodes characters that no U-label contains: a capital letter, a symbol, a joiner, a surrogate.
   */
  @ParameterizedTest
  @ValueSource(ints = {0xC9, 0x265A, 0x200D, 0xD800, 0x2163, 0x378, 0xFF41})
  void refuses_an_a_label_that_hides_something_else(int codePoint) {
    assertRefused("xn--" + Punycode.encode("a" + Character.toString(codePoint)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "192.0.2.10"})
  void takes_an_ipv4_literal(String literal) {
    assertThat(Jid.of("a@" + literal + "/r").asciiDomain()).isEqualTo(literal);
    assertThat(Jid.of(literal + ".").domain()).isEqualTo(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256.0.0.1",
        "127.1",
        "1",
        "1.2.3.4.5",
        "010.0.0.1",
        "1.2.3.00",
        "a.1",
        "4294967297",
        "99999999999999999999.1.1.1",
        "1..2.3"
      })
  void refuses_a_number_that_some_resolver_would_take_for_an_address(String input) {
    assertRefused(input);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33",
        "1:2:3:4:5:6:1.2.3.4",
        "0000:0000:0000:0000:0000:0000:255.255.255.255"
      })
  void takes_an_ipv6_literal(String literal) {
    Jid jid = Jid.of("a@[" + literal + "]/r");
    assertThat(jid.domain()).isEqualTo("[" + literal + "]");
    assertThat(jid.asciiDomain()).isEqualTo("[" + literal + "]");
  }

  @Test
  void writes_the_letters_of_an_ipv6_literal_small() {
    assertThat(Jid.of("[2001:DB8::A]")).isEqualTo(Jid.of("[2001:db8::a]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[",
        "]",
        "[::1",
        "::1",
        "[:]",
        "[:::]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1::2::3]",
        "[::1:2:3:4:5:6:7:8]",
        "[1:2:3:4::5:6:7:8]",
        "[:1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:]",
        "[12345::]",
        "[g::]",
        "[\u0661::]",
        "[fe80::1%eth0]",
        "[::1.2.3]",
        "[::1.2.3.256]",
        "[1.2.3.4::]",
        "[1.2.3.4]",
        "[v1.fe]",
        "[::1].",
        "[::1]:5222",
        "[[::1]]"
      })
  void refuses_what_is_no_ipv6_literal(String input) {
    assertRefused(input);
  }

  @Test
  void holds_63_bytes_in_a_label_and_not_one_more() {
    assertThat(Jid.of("a".repeat(63) + ".b").domain()).hasSize(65);
    assertRefused("a".repeat(64) + ".b");
    assertRefused("b." + "A".repeat(64));
    String most = "\u4E2D".repeat(53);
    assertThat(Jid.of(most).asciiDomain()).hasSizeLessThanOrEqualTo(63);
    assertRefused("\u4E2D".repeat(64));
    assertRefused("a".repeat(58) + "\u4E2D");
    assertThat(Jid.of("a".repeat(50) + "\u4E2D").asciiDomain()).startsWith("xn--a");
  }

  @Test
  void holds_253_bytes_in_a_name_and_not_one_more() {
    String label = "a".repeat(62) + ".";
    String most = label.repeat(4) + "a";
    assertThat(Jid.of(most).domain()).hasSize(253);
    assertThat(Jid.of(most + ".").domain()).hasSize(253);
    assertRefused(most + "a");
    assertRefused("A" + most.substring(1) + "a");
    assertRefused("\u00E9." + "a.".repeat(124));
  }

  private static void assertRefused(String input) {
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of(null, input, null))
        .satisfies(e -> assertThat(e.part()).isEqualTo(DOMAIN));
  }
}
