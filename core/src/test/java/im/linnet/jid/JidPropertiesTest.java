package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of all addresses. A random test reports its seed when it fails. */
@Tag("P39")
final class JidPropertiesTest {

  private static final String REFUSED = "(refused)";

  /** Chosen for their behaviour under width mapping, case mapping, composition and Bidi. */
  private static final String TRICKY =
      "aAzZ09-._~@/\\:<>\"&' []xn--\u00DF\u03A3\u03C2\u0130\u0131\u0301\u0345\u00E9\u00AD\u200C"
          + "\u200D\u202E\u2066\uFF20\uFF21\uFF0E\uFF61\u3002\u3000\u05D0\u0661\u06F1\u0915\u094D"
          + "\u1100\u1161\u11A8\uAC00\u1E9E\u212A\u2126\u265A\u1F80\uD840\uDC00\uD801\u4E2D\u0000";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  @Timeout(300)
  void what_is_prepared_is_prepared_for_good() {
    int accepted = 0;
    for (int i = 0; i < 30_000; i++) {
      String text = randomText();
      try {
        assertStable(Jid.of(text));
        accepted++;
      } catch (InvalidJidException e) {
        assertThat(e.getMessage()).as("seed %d", seed).hasSizeLessThan(1_000);
      }
    }
    assertThat(accepted).as("seed %d", seed).isPositive();
  }

  private void assertStable(Jid jid) {
    assertSame(Jid.of(jid.toString()), jid);
    Jid again = Jid.of(jid.local(), jid.domain(), jid.resource());
    assertSame(again, jid);
    assertThat(again.compareTo(jid)).isZero();
    assertSame(Jid.of(jid.local(), jid.asciiDomain(), jid.resource()), jid);
  }

  private void assertSame(Jid actual, Jid expected) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private String randomText() {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      if (random.nextInt(8) == 0) {
        text.appendCodePoint(random.nextInt(0x30000));
      } else if (random.nextBoolean()) {
        text.append((char) ('a' + random.nextInt(26)));
      } else {
        text.append(TRICKY.charAt(random.nextInt(TRICKY.length())));
      }
    }
    return text.toString();
  }

  @Test
  @Timeout(300)
  void each_code_point_is_refused_or_prepared_for_good() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x2_0000 ? 1 : 0x101) {
      String text = "b" + Character.toString(c);
      for (UnaryOperator<String> prepare : PREPARATIONS) {
        String once = outcome(prepare, text);
        // Building a description takes longer than the check, so it is built only for a failure.
        if (!once.equals(REFUSED) && !outcome(prepare, once).equals(once)) {
          assertThat(outcome(prepare, once)).as("U+%04X", c).isEqualTo(once);
        }
      }
    }
  }

  private static final List<UnaryOperator<String>> PREPARATIONS =
      List.of(
          Localpart::prepareFully,
          Resourcepart::prepareFully,
          text -> Domainpart.prepareFully(text).text());

  @Test
  @Timeout(300)
  void the_short_cut_gives_what_the_long_way_gives_for_all_ascii() {
    for (int a = 0; a < 0x80; a++) {
      assertSame(Character.toString(a));
      for (int b = 0; b < 0x80; b++) {
        assertSame(Character.toString(a) + (char) b);
      }
    }
    for (int i = 0; i < 50_000; i++) {
      assertSame(randomAscii());
    }
  }

  private String randomAscii() {
    String likely = "abz019-..AZ[]:@/ _";
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 12); n > 0; n--) {
      text.append(
          random.nextInt(20) == 0
              ? (char) random.nextInt(0x80)
              : likely.charAt(random.nextInt(random.nextBoolean() ? 6 : likely.length())));
    }
    return text.toString();
  }

  private void assertSame(String text) {
    assertSame("local", text, Localpart::prepare, Localpart::prepareFully);
    assertSame("resource", text, Resourcepart::prepare, Resourcepart::prepareFully);
    assertSame(
        "domain",
        text,
        t -> Domainpart.of(t).toString(),
        t -> Domainpart.prepareFully(t).toString());
  }

  private void assertSame(
      String part, String text, UnaryOperator<String> cut, UnaryOperator<String> full) {
    String expected = outcome(full, text);
    String actual = outcome(cut, text);
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s, seed %d", part, seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1022, 1023, 1024, 2046, 2047})
  void the_short_cut_gives_what_the_long_way_gives_for_long_parts(int length) {
    assertSame("a".repeat(length));
    assertSame("ab.".repeat(length / 3) + "a".repeat(length % 3));
  }

  private static String outcome(UnaryOperator<String> prepare, String text) {
    try {
      return prepare.apply(text);
    } catch (InvalidJidException e) {
      return REFUSED;
    }
  }

  /** Hundreds of megabytes in all; anything worse than linear time takes minutes. */
  @ParameterizedTest
  @Timeout(300)
  @ValueSource(
      strings = {
        "a", "@", "/", ".", ":", "[", "a.", "\u0301", "\u05D0", "\u3002", "xn--", "\uD800", "\u03A3"
      })
  void a_megabyte_is_refused_in_linear_time(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());
    for (String address : List.of(text, text + "@h", "a@" + text, "h/" + text, "[" + text + "]")) {
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> Jid.of(address));
      }
    }
  }

  /** The first character is invalid, which must not be noticed if the length is checked first. */
  @ParameterizedTest
  @ValueSource(strings = {"\u03A3", "\u0301\u0316", "\uFF21", "\uD800", "a"})
  void what_is_too_long_is_refused_before_it_is_prepared(String unit) {
    String text = "\u0378" + unit.repeat(10_000);
    for (String address : List.of(text + "@h", "a@" + text, "h/" + text)) {
      assertThatExceptionOfType(InvalidJidException.class)
          .isThrownBy(() -> Jid.of(address))
          .satisfies(e -> assertThat(e.reason()).startsWith("too long"));
    }
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of("\u0378" + "\u03A3".repeat(504)))
        .satisfies(e -> assertThat(e.reason()).startsWith("label too long"));
  }

  @ParameterizedTest
  @Timeout(300)
  @ValueSource(
      strings = {"\u0301\u0316", "e\u0301", "\u05D0\u05B0", "\uAC00\u11A8", "\u4E2D", "\u0130"})
  void the_longest_part_that_is_looked_at_costs_little(String unit) {
    String part = unit.repeat(2046 / unit.length());
    for (int i = 0; i < 200; i++) {
      outcome(Localpart::prepare, "e" + part.substring(1));
      outcome(Resourcepart::prepare, "e" + part.substring(1));
      outcome(text -> Domainpart.of(text).text(), "e" + part.substring(1));
    }
    assertThat(part).hasSizeLessThanOrEqualTo(2046);
  }
}
