package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.test.Xml;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the elements mean, by the examples of their specifications, and what is not read. */
class PayloadsTest {

  private static Message message(String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' from='romeo@montague.net/orchard'>%s</message>"
                .formatted(content)));
  }

  private static void isWritten(Payload payload, String element) {
    assertThat(payload.toElement()).isEqualTo(Xml.element(element));
  }

  @Test
  void a_correction() {
    String element = "<replace id='bad1' xmlns='urn:xmpp:message-correct:0'/>";
    Message message =
        message("<body>But soft, what light through yonder window breaks?</body>" + element);
    assertThat(Reference.of(message)).isEqualTo(new Correction("bad1"));
    assertThat(new Correction("bad1").kind()).isEqualTo(Reference.Kind.CORRECTION);
    isWritten(new Correction("bad1"), element);
  }

  @Test
  void a_retraction() {
    String element = "<retract id='wrong-recipient-1' xmlns='urn:xmpp:message-retract:1'/>";
    Message message =
        message(
            element
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
                + "<body>/me retracted a previous message</body>"
                + "<store xmlns='urn:xmpp:hints'/>");
    assertThat(Reference.of(message)).isEqualTo(new Retraction("wrong-recipient-1", false));
    assertThat(Fallback.body(message, Retraction.NAMESPACE)).isNull();
    isWritten(new Retraction("wrong-recipient-1", false), element);
  }

  @Test
  void a_retraction_by_a_moderator() {
    Message message =
        message(
            "<retract id='stanza-id-1' xmlns='urn:xmpp:message-retract:1'>"
                + "<moderated by='room@muc.example.com/macbeth'"
                + " xmlns='urn:xmpp:message-moderate:1'/><reason>inappropriate</reason></retract>");
    assertThat(Reference.of(message)).isEqualTo(new Retraction("stanza-id-1", true));
    isWritten(
        new Retraction("stanza-id-1", true),
        "<retract id='stanza-id-1' xmlns='urn:xmpp:message-retract:1'>"
            + "<moderated xmlns='urn:xmpp:message-moderate:1'/></retract>");
  }

  @Test
  void a_tombstone() {
    assertThat(
            Retraction.isTombstone(
                message(
                    "<retracted stamp='2019-09-20T23:09:32Z' xmlns='urn:xmpp:message-retract:1'"
                        + " id='retract-message-1'/>")))
        .isTrue();
    assertThat(Retraction.isTombstone(message("<body>hi</body>"))).isFalse();
  }

  @Test
  void reactions() {
    String element =
        "<reactions id='744f6e18' xmlns='urn:xmpp:reactions:0'>"
            + "<reaction>👋</reaction><reaction>🐢</reaction></reactions>";
    Message message = message(element + "<store xmlns='urn:xmpp:hints'/>");
    assertThat(Reference.of(message))
        .isInstanceOfSatisfying(
            Reactions.class,
            reactions -> {
              assertThat(reactions.id()).isEqualTo("744f6e18");
              assertThat(reactions.emojis()).containsExactly("👋", "🐢");
              isWritten(reactions, element);
            });
    assertThat(Reference.of(message("<reactions id='1' xmlns='urn:xmpp:reactions:0'/>")))
        .isEqualTo(new Reactions("1", Set.of()));
  }

  @Test
  void reactions_are_bounded_and_distinct() {
    StringBuilder many = new StringBuilder("<reactions id='1' xmlns='urn:xmpp:reactions:0'>");
    for (int i = 0; i < 1000; i++) {
      many.append("<reaction>").append("x".repeat(i % 70)).append("</reaction>");
      many.append("<reaction> 🐢 </reaction><reaction>a b</reaction><other>y</other>");
    }
    Reactions read = Reactions.of(Xml.element(many + "</reactions>"));
    assertThat(read.emojis()).hasSize(Reactions.MAX).contains("🐢", "x").doesNotContain("", "a b");
    assertThat(new Reactions("1", Set.of("x".repeat(65), "\ud83d", "\u0007", "\u3000")).emojis())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👋",
        "🐢",
        "❤️",
        "❤",
        "👍🏾",
        "🇺🇳",
        "👨‍👨‍👦‍👦",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "1️⃣",
        "#️⃣",
        "🧛🏾",
        "🏳️‍🌈",
        "©️",
        "🫨"
      })
  void an_emoji_is_one(String emoji) {
    assertThat(Reactions.isEmoji(emoji)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a", "1", "ok", "👋👋", "👋 ", "é", "é", "日", "\n", "\u0000", ":-)", "\ud83d"
      })
  void other_texts_are_none(String text) {
    assertThat(Reactions.isEmoji(text)).isFalse();
    assertThat(Reactions.isEmoji("👍🏾".repeat(100_000))).isFalse();
  }

  @Test
  void a_reply() {
    String element =
        "<reply to='anna@example.com/tablet' id='message-id1' xmlns='urn:xmpp:reply:0'/>";
    Reply reply = new Reply(Jid.of("anna@example.com/tablet"), "message-id1");
    assertThat(Reference.of(message("<body>Great idea!</body>" + element))).isEqualTo(reply);
    isWritten(reply, element);
    assertThat(Reply.of(Xml.element("<reply to='@@' id='1' xmlns='urn:xmpp:reply:0'/>")))
        .isEqualTo(new Reply(null, "1"));
  }

  @Test
  void a_corrected_reply_is_a_correction() {
    Message message =
        message(
            "<reply id='1' xmlns='urn:xmpp:reply:0'/>"
                + "<replace id='2' xmlns='urn:xmpp:message-correct:0'/>");
    assertThat(Reference.of(message)).isEqualTo(new Correction("2"));
    assertThat(message.payload(Reply.TYPE)).isEqualTo(new Reply(null, "1"));
  }

  static String[] unreadable() {
    String tooLong = "x".repeat(1025);
    return new String[] {
      "",
      "<body>hi</body>",
      "<replace xmlns='urn:xmpp:message-correct:0'/>",
      "<replace id='' xmlns='urn:xmpp:message-correct:0'/>",
      "<replace id='%s' xmlns='urn:xmpp:message-correct:0'/>".formatted(tooLong),
      "<replace id='1' xmlns='urn:xmpp:message-correct:1'/>",
      "<x xmlns='urn:x'><replace id='1' xmlns='urn:xmpp:message-correct:0'/></x>",
      "<retract xmlns='urn:xmpp:message-retract:1'/>",
      "<retract id='1' xmlns='urn:xmpp:message-retract:0'/>",
      "<reactions xmlns='urn:xmpp:reactions:0'><reaction>👋</reaction></reactions>",
      "<reply to='anna@example.com' xmlns='urn:xmpp:reply:0'/>",
      "<reply id='%s' xmlns='urn:xmpp:reply:0'/>".formatted(tooLong),
    };
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void what_is_malformed_is_no_reference(String content) {
    assertThat(Reference.of(message(content))).isNull();
  }

  @Test
  void a_message_that_came_back_has_no_reference() {
    Message bounced =
        Message.of(
            Xml.element(
                "<message xmlns='jabber:client' type='error'>"
                    + "<replace id='1' xmlns='urn:xmpp:message-correct:0'/></message>"));
    assertThat(Reference.of(bounced)).isNull();
  }

  @Test
  void spoilers() {
    assertThat(Spoiler.of(message("<body>hi</body>"))).isNull();
    assertThat(Spoiler.of(message("<spoiler xmlns='urn:xmpp:spoiler:0'/>")))
        .isEqualTo(new Spoiler(""));
    assertThat(Spoiler.of(message("<spoiler xmlns='urn:xmpp:spoiler:0'>Love story end</spoiler>")))
        .isEqualTo(new Spoiler("Love story end"));
    String catalan =
        "<spoiler xml:lang='ca' xmlns='urn:xmpp:spoiler:0'>Viatge a la platja</spoiler>";
    Message both =
        message(
            "<spoiler xml:lang='en' xmlns='urn:xmpp:spoiler:0'>Trip to the beach</spoiler>"
                + catalan);
    assertThat(Spoiler.of(both)).isEqualTo(new Spoiler("Trip to the beach", "en"));
    isWritten(new Spoiler("Viatge a la platja", "ca"), catalan);
    isWritten(new Spoiler(""), "<spoiler xmlns='urn:xmpp:spoiler:0'/>");
    assertThat(new Spoiler("x".repeat(5000)).hint()).hasSize(Spoiler.MAX_LENGTH);
    assertThatIllegalArgumentException().isThrownBy(() -> Spoiler.of(Xml.element("<spoiler/>")));
  }

  @Test
  void links() {
    String element =
        "<x xmlns='jabber:x:oob'><url>http://www.jabber.org/images/psa-license.jpg</url></x>";
    Link link = new Link(URI.create("http://www.jabber.org/images/psa-license.jpg"));
    assertThat(message(element).payload(Link.TYPE)).isEqualTo(link);
    isWritten(link, element);
    String described =
        "<x xmlns='jabber:x:oob'><url>https://example.com/</url><desc>A license</desc></x>";
    isWritten(new Link(URI.create("https://example.com/"), " A license "), described);
    assertThat(message(described).payload(Link.TYPE))
        .isEqualTo(new Link(URI.create("https://example.com/"), "A license"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a?b#c, true",
    "HTTP://example.com, true",
    "http:///etc/passwd, false",
    "https:example.com, false",
    "file:///etc/passwd, false",
    "javascript:alert(1), false",
    "xmpp:juliet@example.com, false",
    "aesgcm://example.com/x#00, false"
  })
  void only_web_links_are_safe_to_offer(String url, boolean web) {
    assertThat(new Link(URI.create(url)).isWeb()).isEqualTo(web);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<x xmlns='jabber:x:oob'/>",
        "<x xmlns='jabber:x:oob'><url/></x>",
        "<x xmlns='jabber:x:oob'><url>example.com</url></x>",
        "<x xmlns='jabber:x:oob'><url>/etc/passwd</url></x>",
        "<x xmlns='jabber:x:oob'><url>https://[</url></x>",
        "<x xmlns='jabber:x:oob'><url>https://exa mple.com</url></x>",
        "<x xmlns='jabber:x:oob'><url xmlns='urn:x'>https://example.com</url></x>",
        "<x xmlns='jabber:x:data'><url>https://example.com</url></x>"
      })
  void malformed_links_are_left_out(String element) {
    assertThat(message(element).payload(Link.TYPE)).isNull();
    assertThat(message(element + "<x xmlns='jabber:x:oob'><url>https://a.example</url></x>"))
        .satisfies(message -> assertThat(message.payload(Link.TYPE)).isNotNull());
  }

  @Test
  void links_are_bounded() {
    URI longest = URI.create("https://example.com/" + "x".repeat(5000));
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(longest));
    assertThat(message("<x xmlns='jabber:x:oob'><url>" + longest + "</url></x>").payload(Link.TYPE))
        .isNull();
    assertThat(new Link(URI.create("https://example.com"), "x".repeat(5000)).description())
        .hasSize(Link.MAX_DESCRIPTION);
  }

  @Test
  void encryption() {
    String element = "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/>";
    Message message = message("<body>?OTR?v23?...</body>" + element);
    assertThat(message.payload(Encryption.TYPE)).isEqualTo(new Encryption("urn:xmpp:otr:0"));
    isWritten(new Encryption("urn:xmpp:otr:0"), element);
    assertThat(new Encryption("urn:xmpp:openpgp:0", "Nonsense").displayName())
        .isEqualTo("OpenPGP for XMPP");
    assertThat(new Encryption("eu.siacs.conversations.axolotl").displayName()).isEqualTo("OMEMO");
    assertThat(new Encryption("urn:example:caesar", "Caesar").displayName()).isEqualTo("Caesar");
    assertThat(new Encryption("urn:example:caesar").displayName()).isEqualTo("urn:example:caesar");
    assertThat(new Encryption("urn:x", "x".repeat(5000)).displayName()).hasSize(256);
  }

  @Test
  void encryption_without_a_namespace_is_not_read() {
    for (String namespace :
        new String[] {"", "namespace=''", "namespace='" + "x".repeat(257) + "'"}) {
      assertThat(
              message("<encryption xmlns='urn:xmpp:eme:0' %s/>".formatted(namespace))
                  .payload(Encryption.TYPE))
          .isNull();
    }
  }

  @Test
  void the_me_command() {
    assertThat(MeCommand.of(message("<body>/me shrugs in disgust</body>")))
        .isEqualTo(new MeCommand("shrugs in disgust"));
    assertThat(MeCommand.of("/me ")).isEqualTo(new MeCommand(""));
    assertThat(MeCommand.of("/me  twice")).isEqualTo(new MeCommand(" twice"));
    assertThat(MeCommand.of(message(""))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/me",
        "/meshrugs in disgust",
        "/me's disgusted",
        " /me shrugs in disgust",
        "\"/me shrugs in disgust\"",
        "* Atlas shrugs in disgust",
        "Why did Atlas say \"/me shrugs in disgust\"?",
        "/ME shrugs",
        "/me\u00a0shrugs"
      })
  void what_only_looks_like_the_me_command(String body) {
    assertThat(MeCommand.of(body)).isNull();
  }

  @Test
  void a_me_command_that_came_back_is_none() {
    Message bounced =
        Message.of(
            Xml.element(
                "<message xmlns='jabber:client' type='error'><body>/me laughs</body></message>"));
    assertThat(MeCommand.of(bounced)).isNull();
  }
}
