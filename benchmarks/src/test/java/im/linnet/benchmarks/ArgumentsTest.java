package im.linnet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final List<String> COLOURS = List.of("red", "green", "blue");

  @Test
  void gives_what_was_given() {
    Arguments given = read("--quick", "--number", "7", "--word", "b", "--words", "blue,red");

    assertThat(given.has("quick")).isTrue();
    assertThat(given.number("number", 1, 0, 10)).isEqualTo(7);
    assertThat(given.oneOf("word", "a", "b")).isEqualTo("b");
    assertThat(given.someOf("words", COLOURS)).containsExactly("red", "blue");
  }

  @Test
  void knows_what_holds_if_nothing_was_given() {
    Arguments given = read();

    assertThat(given.has("quick")).isFalse();
    assertThat(given.count("number", 99, 0, 10)).isEqualTo(99);
    assertThat(given.oneOf("word", "a", "b")).isEqualTo("a");
    assertThat(given.someOf("words", COLOURS)).isEqualTo(COLOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "0", "11", "x", "1e1", "7.0", "٧", "9999999999999999999999"})
  void names_a_number_that_is_none_or_out_of_bounds(String value) {
    assertRefused(
        "--number: “%s” (expected: a whole number from 1 to 10)".formatted(value),
        given -> given.number("number", 5, 1, 10),
        "--number",
        value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c", "A", "a,b"})
  void names_a_word_that_is_none_of_those(String value) {
    assertRefused(
        "--word: “%s” (expected: a or b)".formatted(value),
        given -> given.oneOf("word", "a", "b"),
        "--word",
        value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"\"\", \"\"", "\"red,\", \"\"", "\"red,white\", white", "redgreen, redgreen"})
  void names_the_one_of_many_words_that_is_none_of_those(String value, String wrong) {
    assertRefused(
        "--words: “%s” (expected: some of red, green, blue)".formatted(wrong),
        given -> given.someOf("words", COLOURS),
        "--words",
        value);
  }

  @Test
  void names_what_is_no_option_lacks_its_value_or_is_given_twice() {
    assertRefused("“--slow” is no option", given -> {}, "--slow");
    assertRefused("“fast” is no option", given -> {}, "fast");
    assertRefused("“--number=1” is no option", given -> {}, "--number=1");
    assertRefused("--number: a value is missing", given -> {}, "--number");
    assertRefused("--number: a value is missing", given -> {}, "--number", "--quick");
    assertRefused("--quick is given twice", given -> {}, "--quick", "--quick");
  }

  @Test
  void a_choice_is_all_unless_some_are_named() {
    Choice all = Choice.of(read(), COLOURS, COLOURS);
    assertThat(all.has("red", "blue")).isTrue();

    Choice some = Choice.of(read("--contestant", "blue"), COLOURS, COLOURS);
    assertThat(some.has("red", "blue")).isTrue();
    assertThat(some.has("red", "green")).isFalse();
  }

  private static Arguments read(String... arguments) {
    return Arguments.of(
        arguments, Set.of("quick"), Set.of("number", "word", "words", "corpus", "contestant"));
  }

  private static void assertRefused(String message, Consumer<Arguments> use, String... arguments) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> use.accept(read(arguments)))
        .withMessage(message);
  }
}
