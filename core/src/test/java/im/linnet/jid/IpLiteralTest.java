package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

  private static final String[] PARTS = {
    ":",
    ":",
    ":",
    "::",
    ".",
    "0",
    "1",
    "f",
    "00",
    "ffff",
    "12345",
    "0.0.0.0",
    "1.2.3.4",
    "255.255.255.255",
    "256.1.1.1",
    "1.2.3",
    "a:b",
    "2001:db8:",
    "64:ff9b::",
    "g",
    "%",
    "[",
    " "
  };

  /** Whether the JDK accepts it in brackets; this needs no look-up. */
  private static boolean isToTheJdk(String text) {
    try {
      return text.indexOf(':') >= 0
          && text.matches("[0-9a-f:.]+")
          && InetAddress.getByName("[" + text + "]").getAddress().length > 0;
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  @Test
  void agrees_with_the_jdk_on_ipv6() {
    Random random = new Random(20260301);
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = 1 + random.nextInt(12); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      boolean expected = isToTheJdk(text.toString()) && !isToTheJdkAlone(text.toString());
      assertThat(IpLiteral.isIpv6(text.toString())).as("%s", text).isEqualTo(expected);
      valid += expected ? 1 : 0;
    }
    assertThat(valid).isGreaterThan(500);
  }

  /** RFC 3986 allows neither groups of five digits nor leading zeros in the IPv4 part. */
  private static boolean isToTheJdkAlone(String text) {
    return text.matches(".*[0-9a-f]{5}.*")
        || text.matches(".*:(?:[0-9]+\\.)*0[0-9]+(?:\\.[0-9]+)+")
        || text.matches(".*\\.0[0-9]+.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4",
        "::1.2.3.4",
        "64:ff9b::192.0.2.1",
        "2001:DB8::A",
        "0000:0000:0000:0000:0000:0000:255.255.255.255"
      })
  void takes_every_form_of_ipv6(String text) {
    assertThat(IpLiteral.isIpv6(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "1.2.3.4", "10.20.30.40", "255.255.255.255", "199.249.250.0"})
  void takes_ipv4(String text) {
    assertThat(IpLiteral.isIpv4(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.a",
        "1.2.3.٤",
        "0x1.2.3.4",
        " 1.2.3.4",
        "1.2.3.4\n"
      })
  void refuses_what_is_no_ipv4(String text) {
    assertThat(IpLiteral.isIpv4(text)).isFalse();
  }
}
