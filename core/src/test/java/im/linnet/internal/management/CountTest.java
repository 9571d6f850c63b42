package im.linnet.internal.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Q16: counters at the borders")
class CountTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483647L, 2147483648L, 4294967294L, 4294967295L})
  void reads_every_unsigned_int(long number) {
    assertThat(Count.read(Long.toString(number))).isEqualTo(number);
  }

  @Test
  void reads_zeros_in_front() {
    assertThat(Count.read("0000000007")).isEqualTo(7);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1 ",
        "1e3",
        "0x1",
        "1.0",
        "٣",
        "4294967296",
        "9999999999",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "00000000001"
      })
  void refuses_all_else(String text) {
    assertThat(Count.read(text)).isEqualTo(Count.MALFORMED);
  }
}
