package im.linnet.invites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.invites.InvalidInvitationException.Reason;
import im.linnet.invites.Invitation.Kind;
import im.linnet.jid.Jid;
import im.linnet.test.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links of invitations, and what is none. */
class InvitationTest {

  private static final String TOKEN = "BuM0TQ9-Fkm4k_c-fB215O38";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xmpp:a@localhost?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38;ibr=y",
        "XMPP:a@localhost?roster;ibr=y;preauth=BuM0TQ9-Fkm4k_c-fB215O38",
        "  xmpp:a@localhost?roster;x;ibr=y;;y=z;preauth=BuM0TQ9-Fkm4k_c-fB215O38#part ",
        "xmpp:%61%40localhost?roster;pre%61uth=BuM0TQ9-Fkm4k_c-fB215O3%38;ibr=%79",
        "xmpp://juliet@example.com/a@localhost?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38;ibr=y",
        "xmpp:a@localhost/phone?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38;ibr=y;preauth=other"
      })
  void a_link_to_a_contact_list_is_read(String uri) {
    Invitation read = Invitation.of(uri);
    assertThat(read.kind()).isEqualTo(Kind.CONTACT_LIST);
    assertThat(read.jid()).isEqualTo(Jid.of("a@localhost"));
    assertThat(read.token()).isEqualTo(TOKEN);
    assertThat(read.registers()).isTrue();
    assertThat(read.name()).isNull();
    assertThat(read.uri())
        .isEqualTo("xmpp:a@localhost?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38;ibr=y");
    assertThat(read).isEqualTo(Invitation.of(read.uri())).hasSameHashCodeAs(Invitation.of(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";ibr=n", ";ibr", ";ibr=", ";IBR=y", ";ibr=Y"})
  void a_contact_list_alone_allows_no_account(String parameters) {
    Invitation read = Invitation.of("xmpp:a@localhost?roster;preauth=t" + parameters);
    assertThat(read.registers()).isFalse();
    assertThatThrownBy(() -> read.registration("R0m30")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "xmpp:juliet@example.com?register;preauth=TOKEN, juliet@example.com",
    "xmpp:example.com?register;preauth=TOKEN, example.com"
  })
  void a_link_to_a_server_is_read(String uri, String jid) {
    Invitation read = Invitation.of(uri);
    assertThat(read.kind()).isEqualTo(Kind.SERVER);
    assertThat(read.jid()).isEqualTo(Jid.of(jid));
    assertThat(read.token()).isEqualTo("TOKEN");
    assertThat(read.registers()).isTrue();
    assertThat(read.registration("R0m30").isDone()).isFalse();
    assertThat(read.uri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Romeo+Montague", "Romeo%20Montague"})
  void a_name_is_suggested(String name) {
    Invitation read = Invitation.of("xmpp:romeo@montague.net?roster;preauth=t;name=" + name);
    assertThat(read.name()).isEqualTo("Romeo Montague");
    assertThat(Invitation.of(read.uri())).isEqualTo(read);
  }

  @Test
  void other_characters_are_encoded() {
    Jid jid = Jid.of("ré%;a@exämple.com");
    Invitation made = Invitation.toContactList(jid, "a b;c=d&é");
    assertThat(made.uri())
        .isEqualTo("xmpp:r%C3%A9%25%3Ba@ex%C3%A4mple.com?roster;preauth=a%20b%3Bc%3Dd%26%C3%A9");
    assertThat(Invitation.of(made.uri())).isEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_XMPP, ''",
    "NOT_XMPP, romeo@montague.net?roster;preauth=SECRET",
    "NOT_XMPP, https://example.com/invite/#SECRET",
    "OTHER_ACTION, xmpp:romeo@montague.net",
    "OTHER_ACTION, xmpp:romeo@montague.net?",
    "OTHER_ACTION, xmpp:romeo@montague.net?;preauth=SECRET",
    "OTHER_ACTION, xmpp:romeo@montague.net?message;body=SECRET",
    "OTHER_ACTION, xmpp:romeo@montague.net?subscribe;preauth=SECRET",
    "OTHER_ACTION, xmpp:romeo@montague.net?preauth=SECRET;roster",
    "OTHER_ACTION, xmpp:romeo@montague.net?ROSTER;preauth=SECRET",
    "NO_TOKEN, xmpp:romeo@montague.net?roster",
    "NO_TOKEN, xmpp:romeo@montague.net?roster;preauth",
    "NO_TOKEN, xmpp:romeo@montague.net?roster;preauth=;name=SECRET",
    "NO_TOKEN, xmpp:example.com?register",
    "MALFORMED, xmpp:?roster;preauth=SECRET",
    "MALFORMED, xmpp:@?roster;preauth=SECRET",
    "MALFORMED, xmpp://romeo@montague.net?roster;preauth=SECRET",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%4",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%4g",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%FF",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%C0%80",
    "MALFORMED, xmpp:romeo@montague.net?roster;preauth=SECRET%00",
    "MALFORMED, xmpp:romeo%FF@montague.net?roster;preauth=SECRET",
    "MALFORMED, xmpp:ro%20meo@montague.net?roster;preauth=SECRET"
  })
  void what_is_no_invitation_is_refused_for_a_reason(Reason reason, String text) {
    InvalidInvitationException failure =
        catchThrowableOfType(InvalidInvitationException.class, () -> Invitation.of(text));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.getMessage()).doesNotContain("SECRET");
  }

  @Test
  void a_link_is_bounded() {
    String uri = "xmpp:a@localhost?roster;preauth=" + "t".repeat(10_000);
    assertThatThrownBy(() -> Invitation.of(uri))
        .isInstanceOfSatisfying(
            InvalidInvitationException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.MALFORMED));
  }

  @Test
  void the_token_is_in_no_text() {
    Invitation read = Invitation.of("xmpp:a@localhost?roster;preauth=" + TOKEN);
    assertThat(read.toString()).doesNotContain(TOKEN).contains("a@localhost");
    assertThat(new PreAuth(TOKEN).toString()).doesNotContain(TOKEN);
    assertThat(new UsedInvitation(Jid.of("b@c"), read).toString()).doesNotContain(TOKEN);
    assertThat(new CreatedInvitation(read, read.uri(), null, null).toString())
        .doesNotContain(TOKEN);
  }

  @Test
  void a_token_without_a_value_is_malformed() {
    assertThat(PreAuth.of(Xml.element("<preauth xmlns='urn:xmpp:pars:0' token='t'/>")).token())
        .isEqualTo("t");
    for (String malformed :
        new String[] {
          "<preauth xmlns='urn:xmpp:pars:0'/>",
          "<preauth xmlns='urn:xmpp:pars:0' token=''/>",
          "<preauth xmlns='urn:other' token='t'/>"
        }) {
      assertThatThrownBy(() -> PreAuth.of(Xml.element(malformed)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
