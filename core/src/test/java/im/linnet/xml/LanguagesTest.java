package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several versions of a text is read, and which one is written. */
class LanguagesTest {

  private static final String NS = "test:languages";

  /**
   * An element with one child for each language: {@code -} for none, {@code 0} for an empty one.
   */
  private static Element versions(@Nullable String lang, String languages) {
    ElementBuilder parent = Element.builder("parent", NS).lang(lang);
    for (String each : languages.split(" ")) {
      parent.child(version(each));
    }
    return parent.build();
  }

  private static Element version(String lang) {
    ElementBuilder child = Element.builder("text", NS).text(lang);
    return (lang.equals("-") ? child : child.lang(lang.equals("0") ? "" : lang)).build();
  }

  private static Languages wanted(@Nullable String languages) {
    return languages == null ? Languages.ANY : Languages.of(languages.split(" "));
  }

  @ParameterizedTest(name = "{0} of {2} in {1}: {3}")
  @CsvSource({
    // preferred, language of the parent, available, chosen
    "     ,     , de,          de",
    "fr   ,     , de,          de",
    // exact match, in any case
    "de   ,     , en de fr,    de",
    "DE   , en  , en de fr,    de",
    "de-ch,     , de de-CH,    de-CH",
    // RFC 4647, section 3.4: from the end, subtag by subtag, and no single character is left
    "de-CH, en  , en de,       de",
    "de-CH-1996, en, en de-CH de, de-CH",
    "zh-Hant-CN-x-private1-private2, , zh zh-Hant,      zh-Hant",
    "zh-Hant-CN-x-private1-private2, , zh zh-Hant-CN-x, zh",
    "x-klingon, en, en x,      en",
    // a wider range matches a narrower language before anything else is tried
    "de   , en  , en de-AT,    de-AT",
    "de   , en  , en de-AT de, de",
    "de   , en  , en den,      en",
    // in order of preference
    "nl fr, en  , en fr nl,    nl",
    "it fr, en  , en fr nl,    fr",
    // a child without a language has that of the parent
    "de   , de  , en -,        -",
    "en-GB, en  , de -,        -",
    // no preferred one is available: the parent's, else none, else the first
    "it   , fr  , de fr en,    fr",
    "     , fr  , de fr en,    fr",
    "     , fr-CA, de fr en,   fr",
    "     ,     , de - en,     -",
    "     , fr  , de 0 en,     0",
    "it   , es  , de fr en,    de",
    "     ,     , de fr en,    de",
    "*    , en  , de en,       en",
  })
  void chooses_the_best(
      @Nullable String wanted, @Nullable String lang, String there, String chosen) {
    Element parent = versions(lang, there);
    assertThat(parent.childText("text", wanted(wanted))).isEqualTo(chosen);
  }

  @Test
  void takes_the_first_of_several_in_one_language() {
    Element parent =
        Element.builder("parent", NS)
            .child(Element.builder("text", NS).lang("de").text("eins").build())
            .child(Element.builder("text", NS).lang("DE").text("zwei").build())
            .child(Element.builder("text", NS).lang("en").text("three").build())
            .build();
    assertThat(parent.childText("text", Languages.of("de"))).isEqualTo("eins");
    assertThat(parent.childText("text", Languages.of("en"))).isEqualTo("three");
  }

  @Test
  void sees_only_children_of_the_name() {
    Element parent =
        versions("en", "de").toBuilder().child(Element.of("text", "test:other", "no")).build();
    assertThat(parent.childText("text", Languages.of("en"))).isEqualTo("de");
    assertThat(parent.childText("other", Languages.ANY)).isNull();
  }

  @Test
  void puts_what_is_preferred_in_front() {
    Languages languages = Languages.of(null, "", "en").preferring("de");
    assertThat(languages.tags()).containsExactly("de", "en");
    assertThat(Languages.of((String) null)).isEqualTo(Languages.ANY);
    assertThatThrownBy(() -> languages.tags().add("fr"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest(name = "{0} of {2} in {1}: {3}")
  @CsvSource({
    "     ,     , -,           X",
    "     ,     , de,          X",
    "     , en  , de -,        de X",
    "de   , en  , de -,        X -",
    "fr   ,     , de en,       X en",
    "fr   , en  , de en,       de X",
    "de-CH, en  , en de fr,    en X fr",
  })
  void replaces_what_is_read_and_keeps_the_others(
      @Nullable String wanted, @Nullable String lang, String there, String after) {
    Languages languages = wanted(wanted);
    Element before = versions(lang, there);
    Element changed = before.toBuilder().childText("text", "X", languages).build();
    assertThat(changed.childText("text", languages)).isEqualTo("X");
    assertThat(changed.children()).extracting(Element::text).containsExactly(after.split(" "));
    assertThat(changed.children())
        .extracting(child -> child.attribute(Element.XML_NAMESPACE, "lang"))
        .isEqualTo(
            before.children().stream()
                .map(child -> child.attribute(Element.XML_NAMESPACE, "lang"))
                .toList());
  }

  @ParameterizedTest(name = "{0} to {2} in {1}: {3}")
  @CsvSource({
    "de, , de en, X en",
    "DE, , de en, X en",
    "fr, , de en, de en X",
    "de-CH, , de en, de en X",
    "en, en, - de, X de",
    "de, en, -, - X",
  })
  void sets_one_language_and_keeps_the_others(
      String tag, @Nullable String lang, String there, String after) {
    Element changed = versions(lang, there).toBuilder().childText("text", "X", tag).build();
    assertThat(changed.children()).extracting(Element::text).containsExactly(after.split(" "));
    assertThat(changed.childText("text", Languages.of(tag))).isEqualTo("X");
  }

  @Test
  void replaces_one_of_two_that_are_the_same() {
    Element twice = version("de");
    Element changed =
        Element.builder("parent", NS)
            .child(twice)
            .child(twice)
            .childText("text", "X", Languages.ANY)
            .build();
    assertThat(changed.children()).extracting(Element::text).containsExactly("X", "de");
  }

  /** Both the languages and the texts may come from a stranger. */
  @Tag("Q17")
  @Test
  void takes_no_time_for_a_tag_that_is_no_tag() {
    String absurd = "a-b".repeat(50_000);
    List<Element> children = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      children.add(version("q" + i));
    }
    Element parent = Element.builder("parent", NS).lang(absurd).children(children).build();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(parent.childText("text", Languages.of(absurd + "x"))).isEqualTo("q0");
        });
    Element same = parent.toBuilder().child(version("-")).build();
    assertThat(same.childText("text", Languages.ANY)).isEqualTo("-");
  }
}
