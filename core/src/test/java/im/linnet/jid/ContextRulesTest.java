package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rocks.xmpp.precis.PrecisProfiles;

/** RFC 5892, appendix A. */
final class ContextRulesTest {

  /** With U+0387 and U+FF65, which become a middle dot each. */
  private static final Pattern CONTEXTUAL =
      Pattern.compile(
          "[\u00B7\u0387\u0375\u05F3\u05F4\u30FB\uFF65\u200C\u200D\u0660-\u0669\u06F0-\u06F9]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "col\u00B7la",
        "\u0375\u03B1",
        "\u05D0\u05F3",
        "\u05D0\u05F4\u05D1",
        "\u30A2\u30FB\u30A2",
        "a\u30FB\u4E2D",
        "\u30FB\u3042",
        "\u0915\u094D\u200D\u0937",
        "\u0915\u094D\u200C\u0937",
        "\u0DC1\u0DCA\u200D\u0DBB\u0DD3",
        "\u0628\u0660\u0661",
        "a\u06F0\u06F9"
      })
  void allows_a_code_point_in_its_context(String text) {
    assertThat(Jid.of(text + "@" + text + "/" + text)).hasToString(text + "@" + text + "/" + text);
    assertThat(Jid.of(Jid.of(text).asciiDomain())).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u00B7b",
        "l\u00B7",
        "\u00B7l",
        "l\u00B7L\u00B7a",
        "\u03B1\u0375",
        "\u0375a",
        "a\u05F3",
        "\u05F3\u05D0",
        "\u05F4",
        "a\u30FBb",
        "\u30FB",
        "\u0915\u200D\u0937",
        "\u200D",
        "a\u0301\u200C",
        "\u05B0\u200D",
        "\u0628\u0660\u06F0"
      })
  void refuses_a_code_point_out_of_its_context(String text) {
    for (String address : new String[] {text + "@h", text, "h/" + text}) {
      assertThatExceptionOfType(InvalidJidException.class)
          .as(address)
          .isThrownBy(() -> Jid.of(address));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0x94D, 0x9CD, 0xDCA, 0xE3A, 0x1039, 0x17D2, 0x2D7F, 0xA953, 0x10A3F, 0x11046})
  void knows_a_virama(int c) {
    assertThat(isVirama(c)).isTrue();
  }

  /** Of classes 0, 7, 8, 10 and higher. */
  @ParameterizedTest
  @ValueSource(ints = {0, 'a', 0x915, 0xAC00, 0x93C, 0x3099, 0x309A, 0x5B0, 0x5B1, 0x301, 0x316})
  void takes_no_other_mark_for_a_virama(int c) {
    assertThat(isVirama(c)).isFalse();
  }

  private static boolean isVirama(int c) {
    return UnicodeData.get().kind(c).combiningClass() == 9;
  }

  /** RFC 5892, appendix A.1, second half: letters that would join without it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0628\u200C\u0628", // both join on both sides
        "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC", // Persian: nameh-i, a letter
        "\u0628\u064E\u200C\u064E\u0627", // with transparent marks on both sides
        "\uA872\u200C\u0628" // one that joins on its left side alone
      })
  void allows_a_non_joiner_between_letters_that_join(String text) {
    assertThat(Jid.of("h/" + text).resource()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0627\u200C\u0628", // alef joins nothing on its left
        "\u0628\u200C\u0915",
        "\u0628\u200Cb",
        "\u0628\u200C",
        "\u064E\u200C\u0628",
        "\u200C\u0628",
        "\u0628\u200C\u200C\u0628",
        "\u0628\u200D\u0628" // a joiner has no such rule
      })
  void refuses_a_non_joiner_elsewhere(String text) {
    assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> Jid.of("h/" + text));
  }

  /**
   * Except for characters that are unknown to the JDK, on which the other implementation relies,
   * and default-ignorable ones, of which its table is incomplete.
   */
  @Test
  void agrees_in_all_else_with_another_implementation() {
    List<String> different = new ArrayList<>();
    for (int c = 0; c < 0x2_0000; c++) {
      String character = Character.toString(c);
      if (CONTEXTUAL.matcher(character).matches()
          || Character.getType(c) == Character.UNASSIGNED
          || UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
        continue;
      }
      for (String text : new String[] {character, "b" + character, character + "\u05D0"}) {
        if (!outcome(new UsernameCaseMapped(), text)
                .equals(outcome(PrecisProfiles.USERNAME_CASE_MAPPED, text))
            || !outcome(new OpaqueString(), text)
                .equals(outcome(PrecisProfiles.OPAQUE_STRING, text))) {
          different.add("U+%04X".formatted(c));
        }
      }
    }
    assertThat(different).isEmpty();
  }

  private static String outcome(PrecisProfile profile, String text) {
    String mapped = profile.map(text);
    return profile.fault(mapped) == null ? mapped : "refused";
  }

  private static String outcome(rocks.xmpp.precis.PrecisProfile profile, String text) {
    try {
      return profile.enforce(text);
    } catch (IllegalArgumentException e) {
      return "refused";
    }
  }
}
