package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no JSON has one failure, whatever the bytes are. */
class JsonTest {

  private static void refused(byte[] bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read(bytes))
        .withMessage("not a JSON object")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void a_text_that_breaks_off_is_refused_in_every_encoding(String encoding) {
    byte[] whole = "{\"a\": \"\u00e4\ud83d\ude00\"}".getBytes(Charset.forName(encoding));
    Json.read(whole);
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void bytes_of_no_encoding_are_refused() {
    refused(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});
    refused(new byte[] {0, 0, 0, '{', 0x7F, 0x7F, 0x7F, 0x7F});
    refused(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE, 0, 0, 0, '{'});
  }
}
