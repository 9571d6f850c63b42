package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.forwarding.OriginId;
import im.linnet.jid.Jid;
import im.linnet.references.Reference.Kind;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the messages look like, and the rules: which ids, and who may do what. */
class ConversationTest {

  private static final Jid OWN = Jid.of("romeo@montague.net/orchard");
  private static final Jid ROOM = Jid.of("coven@chat.shakespeare.lit");
  private static final Conversation JULIET = Conversation.with(OWN, Jid.of("juliet@capulet.net/x"));
  private static final Conversation COVEN = Conversation.in(OWN, ROOM);
  private static final Conversation WITCH =
      Conversation.privately(OWN, ROOM.withResource("firstwitch"));

  private static Message message(String attributes, String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' %s>%s</message>".formatted(attributes, content)));
  }

  /** Has everything but the id, which is random. */
  private static void isLike(Message message, String attributes, String content) {
    String id = message.id();
    assertThat(id).isNotNull().hasSizeGreaterThan(30);
    assertThat(message).isEqualTo(message("id='%s' %s".formatted(id, attributes), content));
  }

  private static String stanzaId(String id, Object by) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' id='%s' by='%s'/>".formatted(id, by);
  }

  private static String originId(String id) {
    return "<origin-id xmlns='urn:xmpp:sid:0' id='%s'/>".formatted(id);
  }

  @Test
  void messages_have_what_is_needed_to_refer_to_them() {
    isLike(JULIET.message("Hello"), "to='juliet@capulet.net' type='chat'", "<body>Hello</body>");
    isLike(
        WITCH.message("Hello"),
        "to='coven@chat.shakespeare.lit/firstwitch' type='chat'",
        "<x xmlns='http://jabber.org/protocol/muc#user'/><body>Hello</body>");
    Message inRoom = COVEN.message("Hello");
    isLike(
        inRoom,
        "to='coven@chat.shakespeare.lit' type='groupchat'",
        originId(String.valueOf(inRoom.id())) + "<body>Hello</body>");
    assertThat(JULIET.message("a").id()).isNotEqualTo(JULIET.message("a").id());
  }

  /** XEP-0308, section 3, as a correction has to repeat all other payloads. */
  @Test
  void a_correction() {
    Message original =
        message(
            "to='juliet@capulet.net/balcony' id='bad1' xml:lang='en'",
            "<body>But soft, what light through yonder airlock breaks?</body><thread>t</thread>"
                + "<spoiler xmlns='urn:xmpp:spoiler:0'/>"
                + originId("o")
                + stanzaId("s", "romeo@montague.net")
                + "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>"
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/>");
    isLike(
        JULIET.correctionOf(original, "But soft, what light through yonder window breaks?"),
        "to='juliet@capulet.net' type='normal' xml:lang='en'",
        "<body>But soft, what light through yonder window breaks?</body><thread>t</thread>"
            + "<spoiler xmlns='urn:xmpp:spoiler:0'/>"
            + "<replace xmlns='urn:xmpp:message-correct:0' id='bad1'/>");
  }

  /** XEP-0308, section 4: it always refers to the first one. */
  @Test
  void a_correction_of_a_correction() {
    Message first = JULIET.message("a");
    Message second = JULIET.correctionOf(first, "b");
    Message third = JULIET.correctionOf(second, "c");
    assertThat(third.payload(Correction.TYPE))
        .isEqualTo(new Correction(String.valueOf(first.id())));
    assertThat(third.element().children("replace", Correction.NAMESPACE)).hasSize(1);
    assertThat(third.id()).isNotEqualTo(second.id());
  }

  /** XEP-0424, section 3. */
  @Test
  void a_retraction() {
    Message original = message("type='chat' to='juliet@capulet.net' id='wrong-recipient-1'", "");
    isLike(
        JULIET.retractionOf(original, "/me retracted a previous message"),
        "type='chat' to='juliet@capulet.net'",
        "<body>/me retracted a previous message</body>"
            + "<retract id='wrong-recipient-1' xmlns='urn:xmpp:message-retract:1'/>"
            + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
            + "<store xmlns='urn:xmpp:hints'/>");
    assertThat(MeCommand.of(JULIET.retractionOf(original))).isNotNull();
  }

  /** XEP-0444, section 3. */
  @Test
  void reactions() {
    Message original =
        message("from='juliet@capulet.net/balcony' id='744f6e18' type='chat'", "<body>Hi</body>");
    isLike(
        JULIET.reactionsTo(original, Set.of("👋")),
        "to='juliet@capulet.net' type='chat'",
        "<reactions id='744f6e18' xmlns='urn:xmpp:reactions:0'><reaction>👋</reaction></reactions>"
            + "<store xmlns='urn:xmpp:hints'/>");
    Message unstored =
        message("id='1' type='chat'", "<body>Hi</body><no-store xmlns='urn:xmpp:hints'/>");
    isLike(
        JULIET.reactionsTo(unstored, Set.of()),
        "to='juliet@capulet.net' type='chat'",
        "<reactions id='1' xmlns='urn:xmpp:reactions:0'/>");
    Set<String> tooMany =
        IntStream.range(0x1F600, 0x1F600 + 33)
            .mapToObj(Character::toString)
            .collect(Collectors.toSet());
    for (Set<String> refused : Set.of(tooMany, Set.of("like"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> JULIET.reactionsTo(original, refused));
    }
  }

  /** XEP-0461, section 3.1. */
  @Test
  void a_reply() {
    Message original =
        message(
            "from='juliet@capulet.net/tablet' id='message-id1' type='chat'",
            "<body>We should\nbake a 🎂</body>");
    Message reply = JULIET.replyTo(original, "Great idea!");
    isLike(
        reply,
        "to='juliet@capulet.net' type='chat'",
        "<reply to='juliet@capulet.net/tablet' id='message-id1' xmlns='urn:xmpp:reply:0'/>"
            + "<body>&gt; We should\n&gt; bake a 🎂\nGreat idea!</body>"
            + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>"
            + "<body start='0' end='23'/></fallback>");
    assertThat(Fallback.body(reply, Reply.NAMESPACE)).isEqualTo("Great idea!");
    // Quotations are not quoted again.
    Message second = JULIET.replyTo(reply, "I know");
    assertThat(second.body()).isEqualTo("> Great idea!\nI know");
    assertThat(second.payload(Reply.TYPE))
        .isEqualTo(new Reply(OWN.bare(), String.valueOf(reply.id())));
  }

  @Test
  void a_quotation_is_short_and_hides_spoilers() {
    Message longOne = JULIET.message(("x".repeat(300) + "\n").repeat(500));
    Message reply = JULIET.replyTo(longOne, "No");
    assertThat(reply.body()).hasSizeLessThan(600).endsWith("…\nNo");
    assertThat(Fallback.body(reply, Reply.NAMESPACE)).isEqualTo("No");
    Message lines = JULIET.replyTo(JULIET.message("a\n".repeat(100)), "No");
    assertThat(lines.body()).isEqualTo("> a\n".repeat(8) + "> …\nNo");
    Message spoiler = JULIET.message("They die").toBuilder().payload(new Spoiler("")).build();
    assertThat(JULIET.replyTo(spoiler, "No").body()).isEqualTo("No");
    assertThat(JULIET.replyTo(message("id='1'", ""), "No").payload(Fallback.TYPE)).isNull();
  }

  @Test
  void what_cannot_be_made() {
    Message hers =
        message("from='juliet@capulet.net/balcony' id='1' type='chat'", "<body>a</body>");
    Message unnamed = message("type='chat'", "<body>a</body>");
    Message own = JULIET.message("a");
    Message encrypted = own.toBuilder().payload(new Encryption("urn:xmpp:omemo:2")).build();
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.correctionOf(hers, "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.retractionOf(hers));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.correctionOf(unnamed, "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.retractionOf(unnamed));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.replyTo(unnamed, "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JULIET.reactionsTo(unnamed, Set.of("👋")));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.correctionOf(encrypted, "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> JULIET.correctionOf(own, "\u0000"));
    assertThatIllegalArgumentException().isThrownBy(() -> Conversation.privately(OWN, ROOM));
    Message sent = COVEN.message("a");
    assertThatIllegalArgumentException().isThrownBy(() -> COVEN.replyTo(sent, "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> COVEN.reactionsTo(sent, Set.of("👋")))
        .withMessageContaining("an id that the room gave it");
  }

  @Test
  void the_ids_of_a_message_with_all_of_them() {
    String ids =
        originId("origin")
            + stanzaId("forged", ROOM)
            + stanzaId("room", ROOM)
            + stanzaId("account", "romeo@montague.net");
    Message message = message("id='id'", ids);
    assertThat(JULIET.ids(message, Kind.CORRECTION)).containsExactly("id", "origin");
    assertThat(JULIET.ids(message, Kind.RETRACTION)).containsExactly("id", "origin");
    assertThat(JULIET.ids(message, Kind.REACTIONS)).containsExactly("origin", "id");
    assertThat(JULIET.ids(message, Kind.REPLY)).containsExactly("origin", "id");
    assertThat(WITCH.ids(message, Kind.REPLY)).containsExactly("origin", "id");
    assertThat(COVEN.ids(message, Kind.CORRECTION)).containsExactly("id", "origin");
    assertThat(COVEN.ids(message, Kind.RETRACTION)).containsExactly("room");
    assertThat(COVEN.ids(message, Kind.REACTIONS)).containsExactly("room");
    assertThat(COVEN.ids(message, Kind.REPLY)).containsExactly("room");
  }

  @Test
  void the_ids_of_a_message_without_some_of_them() {
    Message plain = message("id='id'", stanzaId("other", "coven@other.example"));
    assertThat(JULIET.ids(plain, Kind.REPLY)).containsExactly("id");
    assertThat(COVEN.ids(plain, Kind.RETRACTION)).isEmpty();
    assertThat(COVEN.ids(plain, Kind.REACTIONS)).isEmpty();
    Message named = plain.toBuilder().payload(new OriginId("id")).build();
    assertThat(JULIET.ids(named, Kind.REPLY)).containsExactly("id");
    assertThat(COVEN.ids(named, Kind.RETRACTION)).containsExactly("id");
    assertThat(COVEN.ids(named, Kind.REPLY)).isEmpty();
    Message useless = message("id='%s'".formatted("x".repeat(1025)), originId(""));
    assertThat(JULIET.ids(useless, Kind.REPLY)).isEmpty();
  }

  private static final String JULIETS = "from='juliet@capulet.net/balcony'";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          from='juliet@capulet.net/balcony' type='chat', true
          from='juliet@capulet.net/chamber' type='chat', true
          from='juliet@capulet.net' type='chat', true
          from='juliet@capulet.net/balcony', false
          from='juliet@capulet.net/balcony' type='headline', false
          from='juliet@capulet.net/balcony' type='groupchat', false
          from='juliet@capulet.net/balcony' type='error', false
          from='tybalt@capulet.net' type='chat', false
          from='capulet.net' type='chat', false
          from='juliet@capulet.net.evil.example' type='chat', false
          from='romeo@montague.net' to='juliet@capulet.net' type='chat', false
          to='juliet@capulet.net' type='chat', false
          """)
  void only_the_same_account_corrects_and_retracts(String attributes, boolean allowed) {
    Message original = message(JULIETS + " type='chat' id='1'", "<body>a</body>");
    Message correction = message(attributes, new Correction("1").toElement().toXml());
    Message retraction = message(attributes, new Retraction("1", false).toElement().toXml());
    assertThat(JULIET.allows(original, correction)).isEqualTo(allowed);
    assertThat(JULIET.allows(original, retraction)).isEqualTo(allowed);
    Message other = message(attributes, new Correction("2").toElement().toXml());
    assertThat(JULIET.allows(original, other)).isFalse();
  }

  @Test
  void both_sides_react_and_reply_but_no_third() {
    Message original = message(JULIETS + " type='chat' id='1'", "<body>a</body>");
    for (Reference reference :
        new Reference[] {new Reactions("1", Set.of("👋")), new Reply(null, "1")}) {
      String content = reference.toElement().toXml();
      assertThat(JULIET.allows(original, message("to='juliet@capulet.net' type='chat'", content)))
          .isTrue();
      assertThat(JULIET.allows(original, message(JULIETS + " type='chat'", content))).isTrue();
      assertThat(JULIET.allows(original, message("from='tybalt@capulet.net' type='chat'", content)))
          .isFalse();
    }
    assertThat(JULIET.allows(original, original)).isFalse();
  }

  private static Message inRoom(String nick, String occupantId, String content) {
    String id =
        occupantId.isEmpty()
            ? ""
            : "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%s'/>".formatted(occupantId);
    return message(
        "from='%s%s' type='groupchat' id='1'".formatted(ROOM, nick),
        content + stanzaId("r1", ROOM) + id);
  }

  @ParameterizedTest
  @CsvSource({
    "/firstwitch, w1, /firstwitch, w1, true",
    "/firstwitch, w1, /secondwitch, w1, true",
    "/firstwitch, w1, /firstwitch, w2, false",
    "/firstwitch, w1, /firstwitch, '', false",
    "/firstwitch, '', /firstwitch, w1, false",
    "/firstwitch, '', /firstwitch, '', true",
    "/firstwitch, '', /secondwitch, '', false",
    "/firstwitch, '', '', '', false"
  })
  void occupants_are_known_by_their_ids_or_their_nicknames(
      String nick, String id, String laterNick, String laterId, boolean allowed) {
    Message original = inRoom(nick, id, "<body>a</body>");
    assertThat(
            COVEN.allows(
                original, inRoom(laterNick, laterId, new Correction("1").toElement().toXml())))
        .isEqualTo(allowed);
    boolean byTheRoom = laterNick.isEmpty();
    assertThat(
            COVEN.allows(
                original,
                inRoom(laterNick, laterId, new Retraction("r1", false).toElement().toXml())))
        .isEqualTo(allowed || byTheRoom);
    assertThat(
            COVEN.allows(
                original,
                inRoom(laterNick, laterId, new Retraction("r1", true).toElement().toXml())))
        .isEqualTo(byTheRoom);
    assertThat(
            COVEN.allows(
                original,
                inRoom(laterNick, laterId, new Reactions("r1", Set.of("👋")).toElement().toXml())))
        .isTrue();
  }

  @Test
  void in_a_room_reactions_use_its_ids_alone() {
    Message original = inRoom("/firstwitch", "w1", "<body>a</body>");
    String reactions = new Reactions("1", Set.of("👋")).toElement().toXml();
    assertThat(COVEN.allows(original, inRoom("/firstwitch", "w1", reactions))).isFalse();
  }

  @Test
  void occupants_of_one_room_are_not_one_account() {
    String correction = new Correction("1").toElement().toXml();
    Message original =
        message(
            "from='coven@chat.shakespeare.lit/firstwitch' type='chat' id='1'", "<body>a</body>");
    assertThat(WITCH.includes(original)).isTrue();
    assertThat(
            WITCH.allows(
                original,
                message("from='coven@chat.shakespeare.lit/firstwitch' type='chat'", correction)))
        .isTrue();
    for (String other : new String[] {"/secondwitch", ""}) {
      Message forged =
          message("from='coven@chat.shakespeare.lit%s' type='chat'".formatted(other), correction);
      assertThat(WITCH.includes(forged)).isFalse();
      assertThat(WITCH.allows(original, forged)).isFalse();
    }
  }

  @Test
  void what_belongs_to_a_conversation() {
    assertThat(JULIET.includes(JULIET.message("a"))).isTrue();
    assertThat(JULIET.includes(message("to='nurse@capulet.net' type='chat'", ""))).isFalse();
    assertThat(COVEN.includes(COVEN.message("a"))).isFalse();
    assertThat(COVEN.includes(inRoom("/hag", "", ""))).isTrue();
    assertThat(COVEN.includes(message("from='coven@other.example/hag' type='groupchat'", "")))
        .isFalse();
    Conversation self = Conversation.with(OWN, OWN);
    assertThat(self.includes(self.message("note"))).isTrue();
    assertThat(self.includes(message("from='%s' type='chat'".formatted(OWN), ""))).isTrue();
    assertThat(self.includes(message(JULIETS + " type='chat'", ""))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ids_never_repeat(Kind kind) {
    Message same = message("id='x'", originId("x") + stanzaId("x", ROOM));
    assertThat(JULIET.ids(same, kind)).containsExactly("x");
    assertThat(COVEN.ids(same, kind)).containsExactly("x");
  }

  @Test
  void it_is_a_value() {
    assertThat(JULIET)
        .isEqualTo(Conversation.with(OWN.bare(), Jid.of("juliet@capulet.net")))
        .hasSameHashCodeAs(Conversation.with(OWN.bare(), Jid.of("juliet@capulet.net")))
        .isNotEqualTo(COVEN)
        .hasToString("Conversation[CONTACT, juliet@capulet.net]");
    assertThat(COVEN.kind()).isEqualTo(Conversation.Kind.ROOM);
    assertThat(COVEN.peer()).isEqualTo(ROOM);
    assertThat(COVEN.own()).isEqualTo(OWN.bare());
  }
}
