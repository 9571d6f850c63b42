package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations as they are read and kept. */
class InvitationsTest {

  private static final Jid FROM = Jid.of("a@x/phone");

  private static Presence request(String nick, String status) {
    return Presence.builder(Presence.Type.SUBSCRIBE)
        .status(status)
        .payload(Element.of("nick", "http://jabber.org/protocol/nick", nick))
        .build();
  }

  @Test
  void has_a_nickname_or_else_the_address() {
    Invitation named = Invitation.of(FROM, request(" Ann ", "Hello"));
    Invitation unnamed = Invitation.of(FROM, request("  ", ""));

    assertThat(named).isEqualTo(new Invitation(Jid.of("a@x"), "Ann", "Hello"));
    assertThat(named.displayName()).isEqualTo("Ann");
    assertThat(unnamed).isEqualTo(new Invitation(Jid.of("a@x"), null, null));
    assertThat(unnamed.displayName()).isEqualTo("a@x");
  }

  @Test
  void is_equal_to_one_of_the_same_sender_with_the_same_words() {
    assertThat(Invitation.of(FROM, request("Ann", "Hello")))
        .isEqualTo(Invitation.of(FROM, request("Ann", "Hello")))
        .hasSameHashCodeAs(Invitation.of(FROM, request("Ann", "Hello")))
        .isNotEqualTo(Invitation.of(Jid.of("b@x"), request("Ann", "Hello")))
        .isNotEqualTo(Invitation.of(FROM, request("Anna", "Hello")))
        .isNotEqualTo(Invitation.of(FROM, request("Ann", "Hi")));
  }

  @Test
  void keeps_no_more_of_a_strangers_words_than_a_person_reads() {
    Invitation invitation =
        Invitation.of(FROM, request("x".repeat(255) + "🐦🐦", "y".repeat(1023) + "🐦"));

    assertThat(invitation.nickname()).isEqualTo("x".repeat(255) + "🐦");
    assertThat(invitation.text()).isEqualTo("y".repeat(1023));
  }

  /** Whatever linnet-nickname makes of a name, this is what is shown here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Romeo\u202Emoc.live@oemor\u202C",
        "Romeo\r\nis your bank",
        " \u00A0Romeo\t \tM. ",
        "\u2067abc\u2069",
        "a\u2028b",
        "\u200B",
        "\u202E",
        "",
        "Ann"
      })
  void shows_a_nickname_as_linnet_nickname_reads_it(String nick) {
    Presence request = request(nick, "Hello");
    Nickname read = Nickname.of(request);
    Invitation invitation = Invitation.of(FROM, request);

    assertThat(invitation.nickname()).isEqualTo(read == null ? null : read.text());
    assertThat(invitation.displayName()).isEqualTo(read == null ? "a@x" : read.text());
  }

  @Test
  void gives_up_the_oldest_when_there_are_too_many() {
    Invitations invitations = new Invitations(3);
    for (int i = 0; i < 1000; i++) {
      invitations.add(new Invitation(Jid.of("c" + i + "@x"), null, null));
    }

    assertThat(invitations.all())
        .extracting(Invitation::from)
        .containsExactly(Jid.of("c997@x"), Jid.of("c998@x"), Jid.of("c999@x"));
  }

  @Test
  void a_repeated_invitation_is_no_news_but_other_words_are() {
    Invitations invitations = new Invitations(3);

    assertThat(invitations.add(new Invitation(Jid.of("a@x"), "A", null))).isTrue();
    assertThat(invitations.add(new Invitation(Jid.of("a@x"), "A", null))).isFalse();
    assertThat(invitations.add(new Invitation(Jid.of("a@x"), "Ann", null))).isTrue();
    assertThat(invitations.add(new Invitation(Jid.of("a@x"), null, null))).isFalse();
    assertThat(invitations.all().get(0).nickname()).isEqualTo("Ann");
    assertThat(invitations.add(new Invitation(Jid.of("a@x"), null, "Hi"))).isTrue();
    assertThat(invitations.all()).hasSize(1);
  }
}
