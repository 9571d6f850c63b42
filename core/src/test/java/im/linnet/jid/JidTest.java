package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;
import static im.linnet.jid.InvalidJidException.Part.LOCAL;
import static im.linnet.jid.InvalidJidException.Part.RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import im.linnet.jid.InvalidJidException.Part;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7622, section 3.5, and further rules. */
final class JidTest {

  /** Table 1, and number 18 of table 2, which erratum 4560 moves here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "juliet@example.com",
        "juliet@example.com/foo",
        "juliet@example.com/foo bar",
        "juliet@example.com/foo@bar",
        "foo\\20bar@example.com",
        "fussball@example.com",
        "fu\u00DFball@example.com",
        "\u03C0@example.com",
        "\u03C3@example.com/foo",
        "\u03C2@example.com/foo",
        "king@example.com/\u265A",
        "example.com",
        "example.com/foobar",
        "a.example.com/b@example.net",
        "juliet@example.com/ foo"
      })
  void accepts_the_examples_of_the_rfc_as_they_are(String text) {
    assertThat(Jid.of(text)).hasToString(text);
  }

  @Test
  void maps_a_capital_sigma_to_the_small_one_but_not_to_the_final_one() {
    assertThat(Jid.of("\u03A3@example.com/foo"))
        .isEqualTo(Jid.of("\u03C3@example.com/foo"))
        .isNotEqualTo(Jid.of("\u03C2@example.com/foo"));
  }

  /** Table 2. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"juliet\"@example.com, LOCAL",
        "foo bar@example.com, LOCAL",
        "@example.com/, LOCAL",
        "henry\u2163@example.com, LOCAL",
        "\u265A@example.com, LOCAL",
        "juliet@, DOMAIN",
        "/foobar, DOMAIN"
      })
  void refuses_the_counter_examples_of_the_rfc(String text, Part part) {
    assertRefused(text, part);
  }

  @Tag("P36")
  @Test
  void splits_at_the_first_slash_and_then_at_the_first_at_sign() {
    Jid jid = Jid.of("a@b.c/d@e/f");
    assertThat(jid.local()).isEqualTo("a");
    assertThat(jid.domain()).isEqualTo("b.c");
    assertThat(jid.resource()).isEqualTo("d@e/f");
    assertThat(Jid.of("b.c//@").resource()).isEqualTo("/@");
    assertThat(Jid.of("b.c/a@b").local()).isNull();
  }

  @Tag("P36")
  @ParameterizedTest
  @CsvSource({
    "user@@host, DOMAIN",
    "a@b@c, DOMAIN",
    "@x, LOCAL",
    "a@, DOMAIN",
    "host/, RESOURCE",
    "a@/r, DOMAIN",
    "'', DOMAIN",
    "@, LOCAL",
    "/, DOMAIN"
  })
  void refuses_a_misplaced_delimiter(String text, Part part) {
    assertRefused(text, part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "&", "'", "/", ":", "<", ">", "@", " ", "\u0000", "\u007F"})
  void refuses_a_forbidden_character_in_a_localpart_given_apart(String bad) {
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of("a" + bad + "b", "example.com", null))
        .satisfies(e -> assertThat(e.part()).isEqualTo(LOCAL));
  }

  @Test
  void takes_parts_without_splitting_them() {
    assertThat(Jid.of("A", "B.c", "/@ x")).isEqualTo(Jid.of("a@b.c//@ x"));
    assertThat(Jid.of(null, "b.c", null)).isEqualTo(Jid.of("b.c"));
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of("a", "b/c", null))
        .satisfies(e -> assertThat(e.part()).isEqualTo(DOMAIN));
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of("", "b", null))
        .satisfies(e -> assertThat(e.part()).isEqualTo(LOCAL));
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of(null, "b", ""))
        .satisfies(e -> assertThat(e.part()).isEqualTo(RESOURCE));
  }

  @Test
  void is_equal_whatever_the_case_and_width_that_it_was_written_in() {
    assertThat(Jid.of("JULIET@Example.COM./Balcony"))
        .isEqualTo(Jid.of("juliet@example.com/Balcony"))
        .hasSameHashCodeAs(Jid.of("juliet@example.com/Balcony"))
        .isEqualTo(Jid.of("\uFF2A\uFF35\uFF2C\uFF29\uFF25\uFF34@example\u3002com/Balcony"))
        .isNotEqualTo(Jid.of("juliet@example.com/balcony"));
    assertThat(Jid.of("cafe\u0301@h")).isEqualTo(Jid.of("CAF\u00C9@h"));
  }

  @Tag("P38")
  @Test
  void keeps_an_escape_of_xep_0106_as_it_is() {
    assertThat(Jid.of("a\\20b@h").local()).isEqualTo("a\\20b");
    assertThat(Jid.of("a\\5cb@h")).isNotEqualTo(Jid.of("a\\b@h"));
    assertThat(Jid.of("a\\zzb\\@h").local()).isEqualTo("a\\zzb\\");
  }

  /** A full-width at-sign is one after preparation; a resourcepart is not width-mapped. */
  @Tag("P35")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\uFF20b", // full-width at-sign
        "a\uFF0Fb", // full-width slash
        "a\u3002b", // ideographic full stop
        "a\u00ADb", // soft hyphen
        "a\u200Db", // zero width joiner
        "a\u200Cb", // zero width non-joiner
        "a\u202Eb", // right-to-left override
        "a\u2066b", // left-to-right isolate
        "a\u05D0", // left-to-right, then right-to-left
        "a\u0378", // unassigned
        "a\uE000", // private use
        "a\uFFFE", // noncharacter
        "a\uD800", // half a surrogate pair
        "\uD83D\uDE00", // symbol
        "a\u00A0b" // no-break space
      })
  void refuses_what_could_disguise_a_localpart(String local) {
    assertRefused(local + "@example.com", LOCAL);
  }

  @Tag("P35")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u00ADb",
        "a\u200Db",
        "a\u200Cb",
        "a\u202Eb",
        "a\u2066b",
        "a\u0378",
        "a\uE000",
        "a\uFFFE",
        "a\uDC00",
        "a\nb",
        "a\u0085b"
      })
  void refuses_what_could_disguise_a_resourcepart(String resource) {
    assertRefused("example.com/" + resource, RESOURCE);
  }

  @Test
  void leaves_case_and_width_of_a_resourcepart_alone_and_maps_its_spaces() {
    assertThat(Jid.of("h/\uFF20 A\u3002").resource()).isEqualTo("\uFF20 A\u3002");
    assertThat(Jid.of("h/a\u00A0b\u3000c").resource()).isEqualTo("a b c");
    assertThat(Jid.of("h/\u05D0a\u05D0").resource()).isEqualTo("\u05D0a\u05D0");
  }

  /** One to four bytes each. */
  static Stream<String> fillings() {
    return Stream.of("a", "\u00E9", "\u4E2D", "\uD840\uDC00");
  }

  @Tag("P34")
  @ParameterizedTest
  @MethodSource("fillings")
  void holds_1023_bytes_in_a_part_and_not_one_more(String filling) {
    int bytes = filling.getBytes(StandardCharsets.UTF_8).length;
    String most = filling.repeat(1023 / bytes) + "a".repeat(1023 % bytes);
    Jid jid = Jid.of(most + "@h/" + most);
    assertThat(jid.local()).isEqualTo(most);
    assertThat(jid.resource()).isEqualTo(most);
    assertRefused(most + "a@h", LOCAL);
    assertRefused("h/" + most + "a", RESOURCE);
  }

  @Test
  void measures_the_length_after_preparation() {
    String decomposed = "\u03B1\u0313\u0300\u0345".repeat(341);
    assertThat(Jid.of("h/" + decomposed).resource()).isEqualTo("\u1F82".repeat(341));
    assertRefused("h/" + decomposed + "a", RESOURCE);
    assertRefused("\u0130".repeat(511) + "@h", LOCAL); // 1022 bytes, three for two in lower case
  }

  @Test
  void gives_the_bare_the_full_and_the_domain_form() {
    Jid full = Jid.of("a@h/r");
    assertThat(full.bare()).hasToString("a@h");
    Jid bare = full.bare();
    assertThat(bare.bare()).isSameAs(bare);
    assertThat(full.domainJid()).hasToString("h");
    assertThat(full.bare().withResource("x y")).hasToString("a@h/x y");
    assertThat(full.isFull()).isTrue();
    assertThat(full.isBare()).isFalse();
    assertThat(full.isDomain()).isFalse();
    assertThat(Jid.of("a@h").isBare()).isTrue();
    assertThat(Jid.of("a@h").isDomain()).isFalse();
    assertThat(Jid.of("h").isDomain()).isTrue();
    assertThat(Jid.of("h/r").isDomain()).isFalse();
  }

  @Test
  void checks_a_resourcepart_put_on_later() {
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of("a@h").withResource(""))
        .satisfies(e -> assertThat(e.part()).isEqualTo(RESOURCE));
  }

  @Test
  void sorts_by_domainpart_then_localpart_then_resourcepart() {
    assertThat(Stream.of("z@a", "b", "a@b/r", "a@b", "a/r", "a").map(Jid::of).sorted())
        .map(Jid::toString)
        .containsExactly("a", "a/r", "z@a", "b", "a@b", "a@b/r");
  }

  private static void assertRefused(String text, Part part) {
    assertThatExceptionOfType(InvalidJidException.class)
        .isThrownBy(() -> Jid.of(text))
        .satisfies(e -> assertThat(e.part()).isEqualTo(part));
  }

  @Test
  void tells_the_same_account_by_all_but_the_resource() {
    Jid phone = Jid.of("juliet@capulet.example/phone");
    assertThat(phone.isSameAccount(Jid.of("juliet@capulet.example/balcony"))).isTrue();
    assertThat(phone.isSameAccount(Jid.of("juliet@capulet.example"))).isTrue();
    assertThat(phone.isSameAccount(Jid.of("nurse@capulet.example/phone"))).isFalse();
    assertThat(phone.isSameAccount(Jid.of("juliet@montague.example/phone"))).isFalse();
    assertThat(phone.isSameAccount(Jid.of("capulet.example/phone"))).isFalse();
  }
}
