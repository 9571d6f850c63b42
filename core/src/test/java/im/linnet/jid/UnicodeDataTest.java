package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.VersionInfo;
import im.linnet.jid.CharacterKind.Derived;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All of Unicode: the contents of the file, compared with ICU4J and with IANA's tables. */
@Tag("P39")
final class UnicodeDataTest {

  private static final VersionInfo PUBLISHED = VersionInfo.getInstance(6, 3);

  @Test
  void the_file_is_what_unicode_file_writes() throws IOException {
    assertThat(Files.readString(UnicodeFile.SOURCE, StandardCharsets.US_ASCII))
        .as("run UnicodeFile and look at what changed")
        .isEqualTo(UnicodeFile.text());
    assertThat(UnicodeData.get().version()).isEqualTo(UnicodeFile.version());
  }

  @Test
  void every_code_point_has_the_derived_property_of_rfc_8264() {
    List<String> wrong = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      Derived expected = DerivedProperties.precis(c);
      if (StringClass.derived(c) != expected || UnicodeData.get().kind(c).derived() != expected) {
        wrong.add("U+%04X".formatted(c));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void what_was_assigned_then_has_the_value_that_iana_has_published() throws IOException {
    Map<Integer, String> changed = new TreeMap<>();
    try (InputStream in = UnicodeDataTest.class.getResourceAsStream("iana-precis-6.3.0.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> compare(line, changed));
    }
    assertThat(changed).isEmpty();
  }

  private static void compare(String line, Map<Integer, String> changed) {
    String[] fields = line.split(" ");
    Derived published = Derived.valueOf(fields[2]);
    for (int c = Integer.parseInt(fields[0], 16); c <= Integer.parseInt(fields[1], 16); c++) {
      boolean newer = UCharacter.getAge(c).compareTo(PUBLISHED) > 0;
      Derived expected = UnicodeData.get().kind(c).derived();
      if (newer ? published == Derived.PVALID : published != expected) {
        changed.put(c, "U+%04X: %s, published %s".formatted(c, expected, published));
      }
    }
  }

  /** RFC 8264, section 9.13: invisible, so two addresses would look the same. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180F, 0x2065, 0x3164, 0xFE0F, 0xFFA0, 0xFFF0,
        0x1BCA0, 0x1D173, 0xE0000, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF, 0xE01F0, 0xE0FFF
      })
  void a_default_ignorable_code_point_is_in_no_part(int c) {
    String text = "a" + Character.toString(c) + "b";
    for (String address : List.of(text + "@h", text, "h/" + text)) {
      assertThat(outcome(address)).isEqualTo("refused");
    }
  }

  private static String outcome(String address) {
    try {
      return Jid.of(address).toString();
    } catch (InvalidJidException e) {
      return "refused";
    }
  }

  /** Newer than JDK 17, which knows Unicode 13. */
  @ParameterizedTest
  @CsvSource({
    "1FAE8, FREE_PVAL", // 15: a shaking face
    "1E4D0, PVALID", // 15: a letter
    "2EBF0, PVALID", // 15.1: an ideograph
    "105C0, PVALID", // 16: a letter
    "A7CC, PVALID", // 16: a capital letter
    "378, UNASSIGNED"
  })
  void a_character_is_known_whatever_jdk_runs(String hex, Derived derived) {
    String c = Character.toString(Integer.parseInt(hex, 16));
    assertThat(UnicodeData.get().kind(c.codePointAt(0)).derived()).isEqualTo(derived);
    if (derived == Derived.UNASSIGNED) {
      assertThat(outcome("h/" + c)).isEqualTo("refused");
    } else {
      assertThat(Jid.of("h/" + c).resource()).isEqualTo(c);
    }
  }

  @Test
  void a_new_capital_letter_has_a_small_one_whatever_jdk_runs() {
    assertThat(Jid.of("\uA7CC@h").local()).isEqualTo("\uA7CD");
  }
}
