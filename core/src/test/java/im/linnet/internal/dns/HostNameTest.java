package im.linnet.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are addresses. None of them may cause a look-up. */
class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "::, 0:0:0:0:0:0:0:0",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b:0:0:0:0:c000:201",
    "2001:db8::192.0.2.1, 2001:db8:0:0:0:0:c000:201",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
  })
  void reads_an_address(String text, String expected) {
    InetAddress address = HostName.address(text);
    assertThat(address == null ? "none" : address.getHostAddress()).isEqualTo(expected);
  }

  @Tag("N09")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1",
        "127.1",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        "0x7f.0.0.1",
        "1.2.3.4.",
        "1.2.3.4.5",
        "[::1]",
        ":",
        ":::",
        "1::2::3",
        "::12345",
        "00001::1",
        "1:2:3:4:5:6:7:8:9",
        "::1.2.3",
        "::1.2.3.256",
        ".:1",
        "a:b.example",
        "::1%no-such-interface",
        "fe80::1%"
      })
  void takes_nothing_else_for_one(String text) {
    assertThat(HostName.address(text)).isNull();
  }
}
