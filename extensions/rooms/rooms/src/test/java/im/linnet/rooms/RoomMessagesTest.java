package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Connected;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.stanza.StanzaError;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in a room, and what the room itself says. */
@Timeout(120)
class RoomMessagesTest extends ScriptedRooms {

  private static final String END = "<message from='end@localhost'><body>end</body></message>";
  private static final String MESSAGE =
      "<message type='groupchat' id='{m}' to='"
          + ROOM
          + "'><body>Hello</body><origin-id id='{m}' xmlns='urn:xmpp:sid:0'/></message>";

  private ScriptedClient entered(Consumer<Script> lines) throws Exception {
    return entered(RoomSettings.standard(), lines);
  }

  private ScriptedClient entered(RoomSettings settings, Consumer<Script> lines) throws Exception {
    ScriptedClient it = connected(settings, s -> lines.accept(joined(s)));
    join(it);
    assertThat(next()).isEqualTo("Entered juliet");
    return it;
  }

  private static Room room(ScriptedClient it) {
    Room room = it.get(Rooms.class).get(ROOM);
    if (room == null) {
      throw new AssertionError("not in the room");
    }
    return room;
  }

  private void assertEnd(ScriptedClient it) throws Exception {
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(seen).isEmpty();
    assertThat(it.client().state()).isInstanceOf(Connected.class);
  }

  private static String delay(String from) {
    return "<delay xmlns='urn:xmpp:delay' from='%s' stamp='2026-01-02T03:04:05Z'/>".formatted(from);
  }

  private static String given(String id) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' id='" + id + "' by='" + ROOM + "'/>";
  }

  /**
   * A copy was for the user as another occupant; the mark of copies hides nothing from the rest.
   */
  @Test
  void copies_of_private_messages_are_left_out_and_nothing_said_to_all_is() throws Exception {
    String mark = "<copied xmlns='urn:linnet:copied:1' way='received'/>";
    try (ScriptedClient it =
        entered(
            s ->
                s.send(subject("Tea"))
                    .send(
                        "<message type='chat' from='%s/ann'><body>psst</body>%s</message>"
                            .formatted(ROOM, mark))
                    .send(groupchat("ann", "", "<body>hear</body>" + mark))
                    .send(END))) {
      assertThat(next()).isEqualTo("Subject by ann: Tea");
      assertThat(next()).isEqualTo("LIVE ann: hear");
      assertEnd(it);
    }
  }

  @Test
  void history_comes_before_the_subject_and_live_messages_after_it() throws Exception {
    String stamp = " at 2026-01-02T03:04:05Z";
    try (ScriptedClient it =
        entered(
            s ->
                s.send(groupchat("ann", "id='1'", "<body>old</body>" + delay(ROOM.toString())))
                    .send(
                        groupchat(
                            "bob",
                            "",
                            "<body>legacy</body><x xmlns='jabber:x:delay'"
                                + " stamp='20260102T03:04:05'/>"))
                    .send(groupchat("ann", "", "<body>early</body>"))
                    .send(groupchat("ann", "", "<body>held</body>" + delay("localhost")))
                    .send(groupchat("ann", "", "<subject>Tea</subject>" + delay(ROOM.toString())))
                    .send(groupchat("ann", "", "<body>new</body>"))
                    .send(groupchat("ann", "", "<body>forged</body>" + delay(ROOM.toString())))
                    .send(groupchat("ann", "", "<body>held</body>" + delay("localhost")))
                    .send(END))) {
      assertThat(next()).isEqualTo("HISTORY ann: old" + stamp);
      assertThat(next()).isEqualTo("HISTORY bob: legacy" + stamp);
      assertThat(next()).isEqualTo("LIVE ann: early");
      assertThat(next()).isEqualTo("LIVE ann: held" + stamp);
      assertThat(next()).isEqualTo("Subject by ann: Tea" + stamp);
      assertThat(next()).isEqualTo("LIVE ann: new");
      assertThat(next()).isEqualTo("LIVE ann: forged");
      assertThat(next()).isEqualTo("LIVE ann: held" + stamp);
      assertEnd(it);
      assertThat(room(it).subject()).isEqualTo("Tea");
    }
  }

  @Test
  void a_sent_message_is_done_when_the_room_passes_it_on() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(MESSAGE)
                    .mark("sent")
                    .awaitCue("reflect")
                    .send(groupchat("ann", "id='{m}'", "<body>forged</body>"))
                    .send(
                        groupchat(
                            "juliet",
                            "id='{m}'",
                            "<body>Hello</body>" + given("forged") + given("s1")))
                    .expect(MESSAGE)
                    .send(
                        groupchat(
                            "juliet",
                            "id='changed'",
                            "<body>Hello</body>"
                                + "<origin-id id='{m}' xmlns='urn:xmpp:sid:0'/>")))) {
      CompletableFuture<RoomMessage> sent = room(it).send("Hello");
      it.peer().awaitMark("sent");
      assertThat(sent).isNotDone();
      it.peer().cue("reflect");
      assertThat(get(sent).stanzaId()).isEqualTo("s1");
      assertThat(get(sent).isOwn()).isTrue();
      assertThat(next()).isEqualTo("LIVE ann: forged");
      assertThat(next()).isEqualTo("LIVE own juliet: Hello");
      assertThat(get(room(it).send("Hello")).stanzaId()).isNull();
    }
  }

  @Test
  void a_refused_message_fails_and_others_that_come_back_are_reported() throws Exception {
    String back =
        "<message type='error' id='%s' from='%s'><body>Hello</body>"
            + error("auth", "forbidden")
            + "</message>";
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(MESSAGE)
                    .send(back.formatted("unknown", ROOM))
                    .send(back.formatted("{m}", ROOM))
                    .send(back.formatted("{m}", ROOM + "/ann")))) {
      StanzaException failure = (StanzaException) failure(room(it).send("Hello"));
      assertThat(failure.error().condition()).isEqualTo(StanzaError.Condition.FORBIDDEN);
      assertThat(next()).isEqualTo("Bounced FORBIDDEN");
      assertThat(next()).isEqualTo("Bounced FORBIDDEN");
    }
  }

  @Test
  void messages_on_their_way_have_limits() throws Exception {
    try (ScriptedClient it =
        entered(
            RoomSettings.standard().pending(1).answerLimit(Duration.ofSeconds(2)),
            s -> s.expect(MESSAGE).expect(MESSAGE))) {
      CompletableFuture<RoomMessage> first = room(it).send("Hello");
      RefusedException full = (RefusedException) failure(room(it).send("Hello"));
      assertThat(full.retryable()).isTrue();
      TransportException late = (TransportException) failure(first);
      assertThat(late.reason()).isEqualTo(TransportException.Reason.NO_ANSWER);
      CompletableFuture<RoomMessage> second = room(it).send("Hello");
      second.cancel(false);
      assertThat(failure(room(it).send("\u0007"))).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void a_message_on_its_way_fails_when_the_user_is_kicked() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(MESSAGE)
                    .send(gone("juliet", "<status code='307'/><status code='110'/>")))) {
      assertThat(failure(room(it).send("Hello"))).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void private_messages_go_both_ways() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(
                        "<message type='chat' id='{p}' to='%s/ann'><body>Psst</body><x xmlns='%s'/>"
                                .formatted(ROOM, USER)
                            + "</message>")
                    .send(
                        "<message type='chat' from='"
                            + ROOM
                            + "/ann'><body>Yes?</body>"
                            + user("")
                            + "</message>")
                    .send("<message from='" + ROOM + "/nobody'><body>Boo</body></message>")
                    .send(
                        "<message type='chat' from='"
                            + ROOM
                            + "/juliet'><body>self</body></message>")
                    .send(
                        "<message type='error' id='{p}' from='"
                            + ROOM
                            + "/ann'>"
                            + error("cancel", "item-not-found")
                            + "</message>")
                    .send(END))) {
      get(room(it).sendPrivately("ann", "Psst"));
      assertThat(next()).isEqualTo("PRIVATE ann: Yes?");
      assertThat(next()).isEqualTo("PRIVATE nobody: Boo");
      assertThat(next()).isEqualTo("PRIVATE juliet: self");
      assertThat(next()).isEqualTo("Bounced ITEM_NOT_FOUND");
      assertEnd(it);
      assertThat(failure(room(it).sendPrivately("", "x"))).isInstanceOf(RefusedException.class);
      assertThat(failure(room(it).sendPrivately("ann", "\u0000")))
          .isInstanceOf(RefusedException.class);
    }
  }

  /** Prosody announces a subject without its id. */
  @Test
  void the_subject_is_set_and_announced() throws Exception {
    String request =
        "<message type='groupchat' id='{s}' to='" + ROOM + "'><subject>%s</subject></message>";
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(request.formatted("Tea"))
                    .send(groupchat("juliet", "id='{s}'", "<subject>Tea</subject>"))
                    .expect(request.formatted(""))
                    .send(groupchat("ann", "", "<subject/>"))
                    .send(groupchat("juliet", "", "<subject/>"))
                    .expect(request.formatted("No"))
                    .send(
                        "<message type='error' id='{s}' from='"
                            + ROOM
                            + "'>"
                            + error("auth", "forbidden")
                            + "</message>")
                    .send(groupchat("ann", "", "<subject>x</subject><body>not one</body>"))
                    .send(groupchat("ann", "", "<subject>x</subject><thread>t</thread>"))
                    .send(END))) {
      get(room(it).setSubject("Tea"));
      assertThat(room(it).subject()).isEqualTo("Tea");
      get(room(it).setSubject(""));
      assertThat(room(it).subject()).isNull();
      assertThat(failure(room(it).setSubject("No"))).isInstanceOf(StanzaException.class);
      assertThat(failure(room(it).setSubject("\u0000"))).isInstanceOf(RefusedException.class);
      assertThat(next()).isEqualTo("Subject by juliet: Tea");
      assertThat(next()).isEqualTo("Subject by ann: null");
      assertThat(next()).isEqualTo("Subject by juliet: null");
      assertThat(next()).isEqualTo("LIVE ann: not one");
      assertThat(next()).isEqualTo("LIVE ann: null");
      assertEnd(it);
    }
  }

  /** Prosody sends 170 and 104 in one message after enabling the archive, ejabberd only 104. */
  @Test
  void a_changed_configuration_is_reported_and_the_features_asked_again() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                asked(
                        s.awaitCue("go")
                            .send(
                                groupchat(
                                    "", "", user("<status code='170'/><status code='104'/>"))),
                        "")
                    .send(groupchat("ann", "", "<body>Hi</body>" + given("x")))
                    .send(
                        groupchat("ann", "", user("<status code='104'/>") + "<body>lie</body>")))) {
      CompletableFuture<RoomMessage> said = new CompletableFuture<>();
      it.get(Rooms.class)
          .onEvent(
              event -> {
                if (event instanceof RoomEvent.Said one) {
                  said.complete(one.message());
                }
              });
      it.peer().cue("go");
      assertThat(next()).isEqualTo("Configured [104, 170]");
      assertThat(next()).isEqualTo("LIVE ann: Hi");
      assertThat(next()).isEqualTo("LIVE ann: lie");
      assertThat(get(said).kind()).isEqualTo(RoomMessage.Kind.LIVE);
    }
  }

  private static final String PROSODY_MODERATION =
      "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'><moderated"
          + " xmlns='urn:xmpp:message-moderate:0' by='garden@rooms.localhost/Ay'>"
          + "<occupant-id id='mod' xmlns='urn:xmpp:occupant-id:0'/><retract"
          + " xmlns='urn:xmpp:message-retract:0'/><reason>spam</reason></moderated></apply-to>"
          + "<occupant-id id='author' xmlns='urn:xmpp:occupant-id:0'/>"
          + "<retract xmlns='urn:xmpp:message-retract:1' id='m1'><moderated"
          + " xmlns='urn:xmpp:message-moderate:1'><occupant-id id='mod'"
          + " xmlns='urn:xmpp:occupant-id:0'/></moderated><reason>spam</reason></retract>";

  private static final String EJABBERD_MODERATION =
      "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'><moderated"
          + " xmlns='urn:xmpp:message-moderate:0' by='garden@rooms.localhost/Ay'><retract"
          + " xmlns='urn:xmpp:message-retract:0'/><reason>spam</reason></moderated></apply-to>"
          + "<retract xmlns='urn:xmpp:message-retract:1' id='m1'><moderated"
          + " xmlns='urn:xmpp:message-moderate:1' by='garden@rooms.localhost/Ay'/>"
          + "<reason xmlns='urn:xmpp:message-moderate:1'>spam</reason></retract>";

  @Test
  void a_moderation_is_read_once_from_both_forms() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(groupchat("", "", PROSODY_MODERATION + given("e1")))
                    .send(groupchat("", "", PROSODY_MODERATION + given("e1")))
                    .send(groupchat("", "", EJABBERD_MODERATION))
                    .send(
                        groupchat(
                            "",
                            "",
                            "<apply-to xmlns='urn:xmpp:fasten:0' id='m2'><moderated"
                                + " xmlns='urn:xmpp:message-moderate:0'><retract"
                                + " xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>"))
                    .send(END))) {
      String by = "stanzaId=m1, by=garden@rooms.localhost/Ay, occupantId=%s, reason=spam]";
      assertThat(next()).isEqualTo("Moderation[" + by.formatted("mod"));
      assertThat(next()).isEqualTo("Moderation[" + by.formatted("null"));
      assertThat(next())
          .isEqualTo("Moderation[stanzaId=m2, by=null, occupantId=null, reason=null]");
      assertEnd(it);
    }
  }

  @Tag("P27")
  @Test
  void only_the_room_itself_moderates() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(groupchat("ann", "", PROSODY_MODERATION + "<body>ha</body>"))
                    .send(
                        "<message type='chat' from='"
                            + ROOM
                            + "/ann'>"
                            + PROSODY_MODERATION
                            + "</message>")
                    .send(groupchat("", "", "<retract xmlns='urn:xmpp:message-retract:1' id='m'/>"))
                    .send(
                        groupchat(
                            "",
                            "",
                            "<retract xmlns='urn:xmpp:message-retract:1'><moderated"
                                + " xmlns='urn:xmpp:message-moderate:1'/></retract>"))
                    .send(END))) {
      assertThat(next()).isEqualTo("LIVE ann: ha");
      assertThat(next()).isEqualTo("PRIVATE ann: null");
      assertThat(next()).isEqualTo("LIVE null: null");
      assertThat(next()).isEqualTo("LIVE null: null");
      assertEnd(it);
    }
  }

  @Test
  void a_message_with_the_same_id_by_the_room_is_given_once() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(groupchat("ann", "", "<body>one</body>" + given("1")))
                    .send(groupchat("ann", "", "<body>one</body>" + given("1")))
                    .send(groupchat("ann", "id='a'", "<body>two</body>"))
                    .send(groupchat("ann", "id='a'", "<body>two</body>"))
                    .send(END))) {
      assertThat(next()).isEqualTo("LIVE ann: one");
      assertThat(next()).isEqualTo("LIVE ann: two");
      assertThat(next()).isEqualTo("LIVE ann: two");
      assertEnd(it);
    }
  }

  @Test
  void the_room_speaks_and_sends_notices() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(groupchat("", "", "<body>This room is logged.</body>"))
                    .send(
                        "<message from='"
                            + ROOM
                            + "'><x xmlns='jabber:x:data' type='form'/></message>")
                    .send(
                        "<message from='"
                            + ROOM
                            + "'>"
                            + user("<decline from='ann@localhost'><reason>no</reason></decline>")
                            + "</message>")
                    .send(
                        "<message from='"
                            + ROOM
                            + "'>"
                            + user("<invite from='ann@localhost'/>")
                            + "</message>")
                    .send(END))) {
      assertThat(next()).isEqualTo("LIVE null: This room is logged.");
      assertThat(next()).isEqualTo("Notice " + ROOM);
      assertThat(next()).isEqualTo("Declined by ann@localhost: no");
      assertEnd(it);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message type='groupchat' from='other@rooms.localhost/ann'><body>Hi</body></message>",
        "<message from='rooms.localhost'><body>Hi</body></message>"
      })
  void other_rooms_are_strangers(String message) throws Exception {
    try (ScriptedClient it = entered(s -> s.send(message))) {
      assertThat(next()).startsWith("message from ");
      assertThat(room(it).isJoined()).isTrue();
    }
  }
}
