package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PunycodeTest {

  /** Samples A, B, L and R of RFC 3492, 7.1, in lower case, and two short ones. */
  @ParameterizedTest
  @CsvSource({
    "\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F,"
        + " egbpdaj6bu4bxfgehfvwxn",
    "\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587, ihqwcrb4cv8a8dqg056pqjye",
    "3\u5E74b\u7D44\u91D1\u516B\u5148\u751F, 3b-ww4c5e180e575a65lsy2b",
    "\u305D\u306E\u30B9\u30D4\u30FC\u30C9\u3067, d9juau41awczczp",
    "b\u00FCcher, bcher-kva",
    "\uD83D\uDCA9, ls8h"
  })
  void encodes_and_decodes_the_samples(String text, String ascii) {
    assertThat(Punycode.encode(text)).isEqualTo(ascii);
    assertThat(Punycode.decode(ascii)).isEqualTo(text);
  }

  @Test
  void agrees_with_the_jdk_where_idna_2003_maps_nothing() {
    Random random = new Random();
    for (int i = 0; i < 2_000; i++) {
      int[] points =
          random.ints(1 + random.nextInt(12), 0, 3).map(k -> letter(random, k)).toArray();
      String text = "\u4E2D" + new String(points, 0, points.length);
      String ascii = "xn--" + Punycode.encode(text);
      assertThat(ascii).as(text).isEqualTo(IDN.toASCII(text));
      assertThat(Punycode.decode(ascii.substring(4))).isEqualTo(text);
    }
  }

  private static int letter(Random random, int kind) {
    return switch (kind) {
      case 0 -> 'a' + random.nextInt(26);
      case 1 -> 0xE0 + random.nextInt(0x17);
      default -> 0x4E00 + random.nextInt(0x5000);
    };
  }

  @Test
  void returns_any_text_unchanged() {
    Random random = new Random();
    for (int i = 0; i < 2_000; i++) {
      int[] points =
          random
              .ints(random.nextInt(60), 0, 0x110000)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .toArray();
      String text = new String(points, 0, points.length);
      assertThat(Punycode.decode(Punycode.encode(text))).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"99999999", "z", "zzzzzzzzzzzzzzzzzzzzzzzzzzz", "a-\u00E9", "A9", "!", "a-9"})
  void gives_null_for_what_encodes_nothing(String ascii) {
    assertThat(Punycode.decode(ascii)).isNull();
  }

  @Test
  void decodes_random_letters_to_a_text_or_null() {
    Random random = new Random();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder ascii = new StringBuilder();
      for (int n = random.nextInt(59); n > 0; n--) {
        ascii.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
      }
      String text = Punycode.decode(ascii.toString());
      if (text != null) {
        assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(ascii.length());
      }
    }
  }
}
