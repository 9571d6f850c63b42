package im.linnet.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions from strangers. */
@Timeout(120)
class RegularExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc abc abcd",
        "a|bc bc b",
        "a(b|c)*d abcbd abc",
        "a+b? aab abb",
        "x{2} xx xxx",
        "x{2,} xxxx x",
        "x{1,3} xxx xxxx",
        "x{,2} xx xxx",
        "^a$ a ab",
        "[a-c]+ abc abd",
        "[^a-c]+ xyz xay",
        "[]x]+ ]x] [",
        "[a-]+ a-a b",
        "[[:alpha:]_]+ Ünï_ 1",
        "[[:digit:]]{2} 42 4x",
        "[[:xdigit:]]+ 0aF g",
        "\\d+\\.\\d+ 1.5 1x5",
        "\\w+@\\w+ a_1@b a@",
        "[\\w.]+ a.b a,b",
        "(?:ab)+ abab aba",
        ". 🐦 ab",
        "(a*)* aaa b",
        "(a|)+ aa c",
        "(^|x)a a ya"
      })
  void matches(String pattern, String yes, String no) {
    RegularExpression expression = RegularExpression.of(pattern);
    assertThat(expression.matches(yes)).isTrue();
    assertThat(expression.matches(no)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[a",
        "[",
        "*a",
        "a{",
        "a{x}",
        "a{3,1}",
        "a{1001}",
        "\\1",
        "\\b",
        "(?=a)",
        "(?<n>a)",
        "[[.a.]]",
        "[[=a=]]",
        "[[:nothing:]]",
        "[z-a]",
        "\\",
        "a****",
        "\\p{L}"
      })
  void refuses_what_is_malformed_or_not_supported(String pattern) {
    assertThatThrownBy(() -> RegularExpression.of(pattern))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RegularExpression.understood(pattern)).isNull();
  }

  @Tag("Q17")
  @Test
  void refuses_what_is_too_complex() {
    for (String pattern :
        new String[] {
          "(((){1000}){1000}){1000}",
          "(((a{100}){100}){100}){100}",
          "(".repeat(60) + ")".repeat(60),
          "a".repeat(3000),
          "[" + "ab".repeat(60) + "]"
        }) {
      assertThat(RegularExpression.understood(pattern)).isNull();
    }
  }

  /** The JDK's engine would not end before the test does. */
  @ParameterizedTest
  @ValueSource(strings = {"(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*)(.*)(.*)(.*)(.*)b", "(a?){400}b"})
  void takes_no_longer_for_an_evil_expression(String pattern) {
    assertThat(RegularExpression.of(pattern).matches("a".repeat(4000))).isFalse();
  }

  @Test
  void agrees_with_the_jdk() {
    Random random = new Random(122);
    for (int i = 0; i < 3000; i++) {
      String pattern = expression(random, 3);
      RegularExpression expression = RegularExpression.of(pattern);
      Pattern other = Pattern.compile(pattern);
      for (int j = 0; j < 8; j++) {
        String text = text(random);
        assertThat(expression.matches(text))
            .as("%s on %s", pattern, text)
            .isEqualTo(other.matcher(text).matches());
      }
    }
  }

  private static String expression(Random random, int depth) {
    if (depth == 0) {
      return String.valueOf("abc.".charAt(random.nextInt(4)));
    }
    String one = expression(random, depth - 1);
    return switch (random.nextInt(7)) {
      case 0 -> "(" + one + ")*";
      case 1 -> "(" + one + ")+";
      case 2 -> "(" + one + ")?";
      case 3 -> "(" + one + "|" + expression(random, depth - 1) + ")";
      case 4 -> "(" + one + "){1,2}";
      case 5 -> "[^ab]" + one;
      default -> one + expression(random, depth - 1);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append("abcd".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}
