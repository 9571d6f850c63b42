package im.linnet.oldarchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTest {

  @ParameterizedTest
  @CsvSource({
    "1469-07-21T02:56:15Z, 1469-07-21T02:56:15Z",
    "2012-04-26T12:00:00.1234567Z, 2012-04-26T12:00:00.123456700Z",
    "2012-04-26T12:00:00+02:00, 2012-04-26T10:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
  })
  void reads_a_date_and_time(String text, Instant expected) {
    assertThat(DateTime.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2012-04-26",
        "2012-04-26T12:00:00",
        "20120426T12:00:00",
        "0000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2012-04-26T24:00:00Z",
        "2012-06-30T23:59:60Z",
        "2012-02-30T00:00:00Z",
        "2012-04-26T12:00:00+99:99",
      })
  void refuses_what_is_none(String text) {
    assertThatThrownBy(() -> DateTime.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refuses_a_million_digits_at_once() {
    assertThatThrownBy(() -> DateTime.parse("2012-04-26T12:00:00." + "1".repeat(1_000_000) + "Z"))
        .hasMessageContaining("malformed")
        .hasMessageNotContaining("1111");
  }
}
