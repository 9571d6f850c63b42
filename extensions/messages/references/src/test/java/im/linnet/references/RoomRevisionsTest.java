package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.FrozenClock;
import im.linnet.test.Xml;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages as they stand in rooms, with and without occupant ids, and between occupants. */
class RoomRevisionsTest {

  private static final Jid OWN = Jid.of("hecate@shakespeare.lit/broom");
  private static final Jid ROOM = Jid.of("coven@chat.shakespeare.lit");
  private static final Jid FIRST = ROOM.withResource("firstwitch");
  private static final Jid SECOND = ROOM.withResource("secondwitch");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String HISTORY =
      "<delay xmlns='urn:xmpp:delay' from='%s' stamp='2026-01-01T11:00:00Z'/>".formatted(ROOM);

  private final Revisions revisions =
      new Revisions(Conversation.in(OWN, ROOM), 100, new FrozenClock(NOON));

  private static Message message(Jid from, String type, String id, String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' type='%s' from='%s' to='%s' id='%s'>%s</message>"
                .formatted(type, from, OWN, id, content)));
  }

  /** With the ids that the room adds. */
  private static Message said(Jid from, String id, String occupant, String content) {
    String occupantId =
        occupant.isEmpty()
            ? ""
            : "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%s'/>".formatted(occupant);
    return message(
        from,
        "groupchat",
        id,
        content
            + occupantId
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='room-%s' by='%s'/>".formatted(id, ROOM));
  }

  private static String body(String text) {
    return "<body>" + text + "</body>";
  }

  private static String replace(String id, String text) {
    return body(text) + new Correction(id).toElement().toXml();
  }

  private static String retract(String id) {
    return new Retraction(id, false).toElement().toXml();
  }

  private static String moderate(String id) {
    return new Retraction(id, true).toElement().toXml();
  }

  private static String react(String id, String... emojis) {
    return new Reactions(id, Set.of(emojis)).toElement().toXml();
  }

  private static String outline(@Nullable RevisedMessage message) {
    return message == null
        ? "nothing"
        : (message.isRetracted() ? "retracted" : message.text())
            + (message.reactions().isEmpty() ? "" : " " + message.reactions());
  }

  private String apply(Message message) {
    return outline(revisions.received(message));
  }

  /** The form of XEP-0425 before version 0.3, which ejabberd and Prosody still send. */
  @Test
  void a_room_moderates_in_the_old_form_too_and_nobody_else_does() {
    String old =
        "<apply-to id='room-%s' xmlns='urn:xmpp:fasten:0'><moderated"
            + " xmlns='urn:xmpp:message-moderate:0' by='%s'>"
            + "<retract xmlns='urn:xmpp:message-retract:0'/><reason>spam</reason></moderated>"
            + "</apply-to>";
    apply(said(FIRST, "1", "w1", body("a")));
    apply(said(FIRST, "2", "w1", body("b")));
    assertThat(apply(said(SECOND, "3", "w2", old.formatted("1", SECOND)))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "4", "w1", old.formatted("1", FIRST)))).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(2);
    assertThat(apply(message(ROOM, "groupchat", "5", old.formatted("1", SECOND))))
        .isEqualTo("retracted");
    assertThat(apply(message(ROOM, "groupchat", "6", moderate("room-2") + old.formatted("2", ""))))
        .isEqualTo("retracted");
    assertThat(
            Retraction.isTombstone(
                message(
                    ROOM,
                    "groupchat",
                    "7",
                    "<moderated xmlns='urn:xmpp:message-moderate:0'>"
                        + "<retracted xmlns='urn:xmpp:message-retract:0'/></moderated>")))
        .isTrue();
    assertThat(
            Retraction.isTombstone(
                message(
                    ROOM, "groupchat", "8", "<moderated xmlns='urn:xmpp:message-moderate:0'/>")))
        .isFalse();
  }

  @Test
  void occupants_with_ids_may_change_their_nicknames() {
    apply(said(FIRST, "1", "w1", body("a")));
    revisions.left(FIRST);
    assertThat(apply(said(SECOND, "2", "w1", replace("1", "b")))).isEqualTo("b");
    assertThat(apply(said(FIRST, "3", "w1", react("room-1", "🐢"))))
        .isEqualTo("b {coven@chat.shakespeare.lit/firstwitch=[🐢]}");
    assertThat(apply(said(SECOND, "4", "w1", react("room-2", "👋"))))
        .isEqualTo("b {coven@chat.shakespeare.lit/secondwitch=[👋]}");
    assertThat(apply(said(SECOND, "5", "w1", retract("room-1")))).startsWith("retracted");
    assertThat(revisions.refused()).isZero();
  }

  @Test
  void others_may_only_react() {
    Message original = said(FIRST, "1", "w1", body("a"));
    apply(original);
    assertThat(apply(said(SECOND, "2", "w2", replace("1", "b")))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "3", "w2", replace("1", "b")))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "4", "", replace("1", "b")))).isEqualTo("nothing");
    assertThat(apply(said(SECOND, "5", "w2", retract("room-1")))).isEqualTo("nothing");
    assertThat(apply(said(SECOND, "6", "w2", moderate("room-1")))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "7", "w1", moderate("room-1")))).isEqualTo("nothing");
    assertThat(apply(message(Jid.of("coven@other.example/x"), "groupchat", "8", retract("room-1"))))
        .isEqualTo("nothing");
    assertThat(apply(message(ROOM, "chat", "9", moderate("room-1")))).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(6);
    assertThat(apply(said(SECOND, "10", "w2", react("room-1", "🐢"))))
        .isEqualTo("a {coven@chat.shakespeare.lit/secondwitch=[🐢]}");
    assertThat(outline(revisions.find(original))).startsWith("a ");
  }

  /** As Prosody 13 sends it: with the occupant id of the author, under the room's address. */
  @Test
  void the_room_itself_retracts() {
    apply(said(FIRST, "1", "w1", body("a")));
    assertThat(apply(said(ROOM, "2", "w1", moderate("room-1")))).isEqualTo("retracted");
    apply(said(FIRST, "3", "w1", body("b")));
    assertThat(apply(message(ROOM, "groupchat", "4", moderate("room-3")))).isEqualTo("retracted");
  }

  @Test
  void only_the_ids_of_the_room_count_for_reactions() {
    apply(said(FIRST, "1", "w1", body("a")));
    assertThat(apply(said(SECOND, "2", "w2", react("1", "🐢")))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "3", "w1", retract("1")))).isEqualTo("nothing");
    assertThat(revisions.refused()).isZero();
  }

  @Test
  void equal_ids_of_several_occupants_do_not_mix() {
    Message first = said(FIRST, "1", "w1", body("a"));
    apply(first);
    Message second =
        message(
            SECOND,
            "groupchat",
            "1",
            body("b")
                + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='w2'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' id='other' by='%s'/>".formatted(ROOM));
    apply(second);
    assertThat(apply(said(FIRST, "2", "w1", replace("1", "c")))).isEqualTo("c");
    assertThat(outline(revisions.find(second))).isEqualTo("b");
    assertThat(apply(said(SECOND, "3", "w2", replace("1", "d")))).isEqualTo("d");
    assertThat(outline(revisions.find(first))).isEqualTo("c");
  }

  @Test
  void without_occupant_ids_a_nickname_counts_until_it_is_left() {
    Message original = said(FIRST, "1", "", body("a"));
    apply(original);
    assertThat(apply(said(FIRST, "2", "", replace("1", "b")))).isEqualTo("b");
    assertThat(apply(said(FIRST, "3", "", react("room-1", "🐢")))).contains("🐢");
    assertThat(apply(said(FIRST, "4", "", replace("later", "x")))).isEqualTo("nothing");
    revisions.left(SECOND);
    assertThat(apply(said(FIRST, "5", "", replace("1", "c")))).startsWith("c ");
    revisions.left(FIRST);
    assertThat(apply(said(FIRST, "6", "", replace("1", "d")))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "7", "", retract("room-1")))).isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(2);
    // The reactions of the new occupant are not those of the old one.
    assertThat(apply(said(FIRST, "8", "", react("room-1", "👋"))))
        .isEqualTo("c {coven@chat.shakespeare.lit/firstwitch=[🐢, 👋]}");
    assertThat(apply(said(FIRST, "9", "", react("room-1"))))
        .isEqualTo("c {coven@chat.shakespeare.lit/firstwitch=[🐢]}");
    assertThat(apply(said(FIRST, "later", "", body("new")))).isEqualTo("new");
  }

  @Test
  void when_the_user_leaves_no_nickname_counts_any_more() {
    apply(said(FIRST, "1", "", body("a")));
    apply(said(SECOND, "2", "w2", body("b")));
    revisions.left(ROOM);
    assertThat(apply(said(FIRST, "3", "", replace("1", "c")))).isEqualTo("nothing");
    assertThat(apply(said(SECOND, "4", "w2", replace("2", "d")))).isEqualTo("d");
  }

  @Test
  void without_occupant_ids_history_proves_nothing() {
    apply(said(FIRST, "1", "", body("a") + HISTORY));
    assertThat(apply(said(FIRST, "2", "", replace("1", "b") + HISTORY))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "3", "", replace("1", "b")))).isEqualTo("nothing");
    assertThat(outline(revisions.archived("room-4", NOON, said(FIRST, "4", "", replace("1", "b")))))
        .isEqualTo("nothing");
    assertThat(revisions.refused()).isEqualTo(3);
    assertThat(apply(said(SECOND, "5", "", react("room-1", "🐢")))).contains("a {").contains("🐢");
    assertThat(apply(message(ROOM, "groupchat", "6", moderate("room-1")))).startsWith("retracted");
  }

  @Test
  void with_occupant_ids_history_is_applied() {
    assertThat(apply(said(SECOND, "2", "w1", replace("1", "b") + HISTORY))).isEqualTo("nothing");
    assertThat(apply(said(FIRST, "1", "w1", body("a") + HISTORY))).isEqualTo("b");
  }

  @Test
  void the_id_of_an_archived_message_is_the_one_of_its_archive() {
    Message forged =
        message(
            FIRST,
            "groupchat",
            "1",
            body("a") + "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='%s'/>".formatted(ROOM));
    RevisedMessage read = Objects.requireNonNull(revisions.archived("genuine", NOON, forged));
    Conversation room = Conversation.in(OWN, ROOM);
    assertThat(room.ids(read.original(), Reference.Kind.REPLY)).containsExactly("genuine");
    assertThat(apply(said(SECOND, "2", "", react("forged", "🐢")))).isEqualTo("nothing");
    assertThat(apply(said(SECOND, "3", "", react("genuine", "🐢")))).contains("🐢");
    assertThat(revisions.archived("", NOON, forged)).isNotNull();
    assertThat(revisions.archived("x".repeat(2000), NOON, forged)).isNotNull();
  }

  @Test
  void one_text_said_twice_under_one_id_is_two_messages() {
    Message first = said(FIRST, "1", "w1", body("a"));
    Message other =
        message(
            FIRST,
            "groupchat",
            "1",
            body("a")
                + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='w1'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' id='second' by='%s'/>".formatted(ROOM));
    apply(first);
    apply(other);
    assertThat(apply(said(SECOND, "3", "w2", react("second", "🐢")))).contains("🐢");
    assertThat(outline(revisions.find(first))).isEqualTo("a");
  }

  @Test
  void only_so_many_react() {
    apply(said(FIRST, "1", "w1", body("a")));
    for (int i = 0; i < Tracked.MAX_REACTING + 10; i++) {
      Jid nick = ROOM.withResource("nick" + i);
      apply(said(nick, "r" + i, "o" + i, react("room-1", "🐢")));
    }
    RevisedMessage read = Objects.requireNonNull(revisions.find(said(FIRST, "1", "w1", body("a"))));
    assertThat(read.reactions()).hasSize(Tracked.MAX_REACTING);
    assertThat(revisions.refused()).isEqualTo(10);
    assertThat(apply(said(ROOM.withResource("nick0"), "x", "o0", react("room-1"))))
        .doesNotContain("nick0=");
  }

  @Test
  void a_private_conversation_is_with_one_occupant() {
    Revisions whispers =
        new Revisions(Conversation.privately(OWN, FIRST), 100, new FrozenClock(NOON));
    Message original = message(FIRST, "chat", "1", body("a"));
    assertThat(outline(whispers.received(original))).isEqualTo("a");
    assertThat(whispers.received(message(SECOND, "chat", "2", replace("1", "b")))).isNull();
    assertThat(whispers.received(message(ROOM, "chat", "3", retract("1")))).isNull();
    assertThat(outline(whispers.received(message(FIRST, "chat", "4", replace("1", "c")))))
        .isEqualTo("c");
    whispers.left(FIRST);
    assertThat(whispers.received(message(FIRST, "chat", "5", replace("1", "d")))).isNull();
    assertThat(whispers.refused()).isEqualTo(1);
    Conversation conversation = Conversation.privately(OWN, FIRST);
    Message own = conversation.message("mine");
    assertThat(outline(whispers.received(own))).isEqualTo("mine");
    assertThat(outline(whispers.received(conversation.correctionOf(own, "still mine"))))
        .isEqualTo("still mine");
    assertThat(
            outline(
                whispers.archived(
                    "a",
                    NOON,
                    conversation.correctionOf(own, "archived").toBuilder().from(OWN).build())))
        .isEqualTo("archived");
  }
}
