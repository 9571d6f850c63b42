package im.linnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JID Escaping by the examples and rules of XEP-0106. */
class EscapedNameTest {

  private static final Jid GATEWAY = Jid.of("msn.example.com");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "space cadet, space\\20cadet",
        "call me \"ishmael\", call\\20me\\20\\22ishmael\\22",
        "at&t guy, at\\26t\\20guy",
        "d'artagnan, d\\27artagnan",
        "/.fanboy, \\2f.fanboy",
        "::foo::, \\3a\\3afoo\\3a\\3a",
        "<foo>, \\3cfoo\\3e",
        "user@host, user\\40host",
        "c:\\5commas, c\\3a\\5c5commas",
        "\\3and\\2is\\5cool, \\5c3and\\2is\\5c5cool",
        "here's_a_wild_&_/cr%zy/_address, here\\27s_a_wild_\\26_\\2fcr%zy\\2f_address",
        "\\2plus\\2is\\4, \\2plus\\2is\\4",
        "foo\\bar, foo\\bar",
        "foob\\41r, foob\\41r",
        "\\, \\",
        "a\\2, a\\2",
        "a\\ b, a\\\\20b",
        "\\5c27, \\5c5c27",
      })
  void escapes_and_unescapes(String name, String escaped) {
    assertThat(EscapedName.escape(name)).hasToString(escaped);
    assertThat(EscapedName.unescape(escaped)).isEqualTo(name);
    assertThat(new EscapedName(escaped).unescaped()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "c\\3a\\5cnet, c:\\net",
        "c\\3a\\5c\\5cnet, c:\\\\net",
        "\\20a\\20, \\20a\\20",
        "\\3A, \\3A"
      })
  void unescapes_what_others_escape_and_nothing_else(String localpart, String name) {
    assertThat(EscapedName.unescape(localpart)).isEqualTo(name);
  }

  @Test
  void survives_the_lower_case_of_a_localpart() {
    Jid jid = EscapedName.escape("C\\3A@B").at(GATEWAY);

    assertThat(jid).hasToString("c\\5c3a\\40b@msn.example.com");
    assertThat(EscapedName.unescape(String.valueOf(jid.local()))).isEqualTo("c\\3a@b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a "})
  void no_space_at_an_end(String name) {
    assertThatThrownBy(() -> EscapedName.escape(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a@b", "a/b", "\\20a", "a\\20"})
  void is_never_unescaped(String text) {
    assertThatThrownBy(() -> new EscapedName(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
