package im.linnet.nickname;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicknameTest {

  private static Element nick(String text) {
    return Element.of("nick", Nickname.NAMESPACE, text);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Ishmael,Ishmael",
        "  Call  me\tIshmael ,Call me Ishmael",
        "\u00A0\u3000Ishmael\u2003,Ishmael",
        "Ish\u0085mael,Ish mael",
        "abc\u202Efed\u202C,abcfed",
        "\u2067abc\u2069,abc",
        "👩‍👩‍👧 & Co,👩‍👩‍👧 & Co",
        "שלום,שלום"
      })
  void reads_one_tidy_line(String sent, String read) {
    assertThat(Nickname.of(nick(sent)).text()).isEqualTo(read);
  }

  @Test
  void line_ends_do_not_forge_a_second_line() {
    assertThat(Nickname.of(nick("Ishmael\r\nis online\u2028now\n")).text())
        .isEqualTo("Ishmael is online now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "\u202E", "\u200B\u200B", "\u00A0 \u2066"})
  void a_name_that_cannot_be_seen_is_none(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Nickname.of(nick(text)));
    assertThat(presence(Presence.Type.SUBSCRIBE, nick(text)).payload(Nickname.TYPE)).isNull();
  }

  @Test
  @DisplayName("Q14: a name of a megabyte")
  void cuts_what_is_too_long_between_characters() {
    Nickname nickname = Nickname.of(nick("🐋".repeat(250_000)));
    assertThat(nickname.text()).isEqualTo("🐋".repeat(Nickname.MAX_LENGTH));
    assertThat(Nickname.of(nick("a".repeat(255) + " b")).text()).isEqualTo("a".repeat(255));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a ", "a\nb", "a  b", "\u202Ea", "\uD83D"})
  void refuses_to_make_one_that_would_be_read_otherwise(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nickname(text))
        .withMessageStartingWith("nickname: of " + text.length() + " characters");
  }

  @Test
  void refuses_to_make_one_that_is_too_long() {
    assertThat(new Nickname("a".repeat(256)).text()).hasSize(256);
    assertThatIllegalArgumentException().isThrownBy(() -> new Nickname("a".repeat(257)));
  }

  @Test
  void refuses_another_element() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nickname.of(Element.of("nick", "urn:other", "a")));
  }

  @Test
  @DisplayName("scenarios 33 and 37: an invitation with a name")
  void introduces_who_asks() {
    Presence request = new Nickname("Ishmael").subscribe(Jid.of("starbuck@moby-dick.lit/pda"));
    assertThat(request.element())
        .isEqualTo(
            Element.builder("presence", Presence.NAMESPACE)
                .attribute("type", "subscribe")
                .attribute("to", "starbuck@moby-dick.lit")
                .child(nick("Ishmael"))
                .build());
    assertThat(Nickname.of(request)).isEqualTo(new Nickname("Ishmael"));
    assertThat(Nickname.of(Presence.available())).isNull();
  }

  @Test
  void the_name_in_a_stanza_that_came_back_is_not_its_senders() {
    Message back =
        Message.builder(Jid.of("a@b"))
            .type(Message.Type.ERROR)
            .payload(new Nickname("Ishmael"))
            .build();
    assertThat(Nickname.of(back)).isNull();
    assertThat(Nickname.of(presence(Presence.Type.ERROR, nick("Ishmael")))).isNull();
  }

  private static Presence presence(Presence.Type type, Element payload) {
    return Presence.builder(type).payload(payload).build();
  }
}
