package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lower case and composition compared with ICU4J, for all characters and for difficult texts. */
final class MappingsTest {

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  /** Marks of several classes, Hangul letters, sigmas, cased and case-ignorable characters. */
  private static final int[] TRICKY = {
    'a', 'A', '.', '\'', 0xB7, 0xAD, 0x130, 0x345, 0x300, 0x301, 0x308, 0x30C, 0x316, 0x323, 0x327,
    0x338, 0x340, 0x344, 0x3A3, 0x3C3, 0x3C2, 0x391, 0x2B0, 0x1D78, 0x24B6, 0x915, 0x93C, 0x958,
    0x1100, 0x1112, 0x1161, 0x1175, 0x11A8, 0x11C2, 0xAC00, 0xAC01, 0x1F82, 0x3B1, 0x313, 0x1E9B,
    0x212B, 0x2126, 0x2ADC, 0xFB1F, 0x5B0, 0x5B7, 0x1D15E, 0x1D157, 0x1D165, 0x11099, 0x110BA,
    0x114B9, 0x114BA, 0x114B0, 0x16121, 0x1611E, 0x1611F, 0xDC00, 0xD800, 0x16D63, 0x16D67
  };

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void every_character_maps_as_in_icu() {
    List<String> wrong = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String one = Character.toString(c);
      for (String text : List.of(one, "a" + one + "\u0301", "\u1100" + one + "\u11A8")) {
        if (!LowerCase.of(text).equals(UCharacter.toLowerCase(Locale.ROOT, text))
            || !NormalFormC.of(text).equals(NFC.normalize(text))) {
          wrong.add("U+%04X".formatted(c));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void texts_of_tricky_characters_map_as_in_icu() {
    for (int i = 0; i < 100_000; i++) {
      String text = tricky();
      assertMapped(text, NormalFormC.of(text), NFC.normalize(text));
      assertMapped(text, LowerCase.of(text), UCharacter.toLowerCase(Locale.ROOT, text));
    }
  }

  /** Building a description takes longer than the check, so it is built only for a failure. */
  private void assertMapped(String text, String actual, String expected) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("seed %d, %s", seed, escaped(text)).isEqualTo(expected);
    }
  }

  private String tricky() {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(random.nextInt(50) == 0 ? 200 : 8); n > 0; n--) {
      text.appendCodePoint(
          random.nextInt(6) == 0 ? random.nextInt(0x20000) : TRICKY[random.nextInt(TRICKY.length)]);
    }
    return text.toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append("U+%04X ".formatted(c)));
    return out.toString();
  }

  /** Where the JDK is wrong: the lower case of a run of capital sigmas. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u03A3", "\u03A3\u0301", "\u03A3.", "a\u03A3\u00AD\u00AD", "\u00AD", "\u0130"})
  void lower_case_reads_each_character_a_fixed_number_of_times(String unit) {
    long few = reads(unit.repeat(100));
    long many = reads(unit.repeat(10_000));
    assertThat(many).isLessThanOrEqualTo(101 * few);
    assertThat(few).isLessThanOrEqualTo(8L * 100 * unit.length());
  }

  private static long reads(String text) {
    CountedText counted = new CountedText(text);
    LowerCase.of(counted);
    return counted.reads;
  }

  /** Counts the characters read. */
  private static final class CountedText implements CharSequence {

    private final String text;
    private long reads;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
      throw new UnsupportedOperationException();
    }
  }
}
