package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What moderators, admins and owners do. */
@Timeout(120)
class RoomAdminTest extends ScriptedRooms {

  private static final String ADMIN = "http://jabber.org/protocol/muc#admin";
  private static final String OWNER = "http://jabber.org/protocol/muc#owner";
  private static final Jid ANN = Jid.of("ann@localhost/phone");

  private ScriptedClient entered(Consumer<Script> lines) throws Exception {
    ScriptedClient it = connected(s -> lines.accept(joined(s)));
    join(it);
    return it;
  }

  private static RoomAdmin admin(ScriptedClient it) {
    Room room = it.get(Rooms.class).get(ROOM);
    if (room == null) {
      throw new AssertionError("not in the room");
    }
    return room.admin();
  }

  private static Script done(Script script, String namespace, String content) {
    return script
        .expect(
            "<iq type='set' id='{q}' to='%s'><query xmlns='%s'>%s</query></iq>"
                .formatted(ROOM, namespace, content))
        .send("<iq type='result' id='{q}' from='" + ROOM + "'/>");
  }

  private static String refused(String condition) {
    return "<iq type='error' id='{q}' from='%s'>%s</iq>"
        .formatted(ROOM, error("cancel", condition));
  }

  @Test
  void roles_and_affiliations_are_changed() throws Exception {
    try (ScriptedClient it =
        entered(
            s -> {
              done(s, ADMIN, "<item nick='ann' role='none'><reason>out</reason></item>");
              done(s, ADMIN, "<item nick='ann' role='moderator'/>");
              done(s, ADMIN, "<item jid='ann@localhost' affiliation='outcast'/>");
              done(
                  s,
                  ADMIN,
                  "<item jid='ann@localhost' affiliation='member'><reason>r</reason></item>");
              s.expectLike("<iq type='set' id='{q}' to='" + ROOM + "'/>")
                  .send(refused("not-allowed"));
            })) {
      RoomAdmin admin = admin(it);
      get(admin.kick("ann", "out"));
      get(admin.role("ann", Role.MODERATOR, null));
      get(admin.ban(ANN, null));
      get(admin.affiliation(ANN, Affiliation.MEMBER, "r"));
      assertThat(failure(admin.kick("owner", null))).isInstanceOf(StanzaException.class);
      assertThat(failure(admin.kick("\u0000", null))).isInstanceOf(RefusedException.class);
      assertThat(failure(admin.ban(ANN, "\u0000"))).isInstanceOf(RefusedException.class);
    }
  }

  @Tag("X49")
  @Test
  void lists_are_read_and_odd_entries_left_out() throws Exception {
    String request =
        "<iq type='get' id='{q}' to='%s'><query xmlns='%s'><item affiliation='outcast'/></query>"
                .formatted(ROOM, ADMIN)
            + "</iq>";
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(request)
                    .send(
                        "<iq type='result' id='{q}' from='%s'><query xmlns='%s'>"
                                .formatted(ROOM, ADMIN)
                            + "<item affiliation='outcast' jid='ann@localhost'>"
                            + "<reason>Treason</reason></item><item affiliation='outcast'/>"
                            + "<item affiliation='outcast' jid='@@'/></query></iq>")
                    .expect(request)
                    .send("<iq type='result' id='{q}' from='" + ROOM + "'/>"))) {
      RoomAdmin admin = admin(it);
      assertThat(get(admin.list(Affiliation.OUTCAST)))
          .containsExactly(
              new Affiliated(Jid.of("ann@localhost"), Affiliation.OUTCAST, null, "Treason"));
      assertThat(failure(admin.list(Affiliation.OUTCAST)))
          .isInstanceOf(UnreadableAnswerException.class);
    }
  }

  @Test
  void a_room_is_destroyed() throws Exception {
    try (ScriptedClient it =
        entered(
            s -> {
              done(s, OWNER, "<destroy jid='new@rooms.localhost'><reason>bye</reason></destroy>");
              s.send(
                  gone(
                      "juliet",
                      "<item affiliation='none' role='none'/><destroy jid='new@rooms.localhost'>"
                          + "<reason>bye</reason></destroy>"));
            })) {
      RoomAdmin admin = admin(it);
      assertThat(next()).isEqualTo("Entered juliet");
      get(admin.destroy(Jid.of("new@rooms.localhost"), "bye"));
      assertThat(next()).isEqualTo("Left DESTROYED by null: bye, instead new@rooms.localhost");
    }
  }

  @Test
  void a_message_is_moderated_in_the_newest_version() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect(
                        "<iq type='set' id='{q}' to='"
                            + ROOM
                            + "'><moderate id='m1' xmlns='urn:xmpp:message-moderate:1'><retract"
                            + " xmlns='urn:xmpp:message-retract:1'/><reason>spam</reason>"
                            + "</moderate></iq>")
                    .send("<iq type='result' id='{q}' from='" + ROOM + "'/>")
                    .expectLike("<iq type='set' id='{q}' to='" + ROOM + "'/>")
                    .send(refused("forbidden")))) {
      get(admin(it).moderate("m1", "spam"));
      assertThat(failure(admin(it).moderate("m1", null))).isInstanceOf(StanzaException.class);
      assertThat(failure(admin(it).moderate("m1", "\u0000"))).isInstanceOf(RefusedException.class);
    }
  }

  /** Prosody 0.12. */
  @Test
  void a_message_is_moderated_in_the_older_version() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, "<feature var='urn:xmpp:message-moderate:0'/>"), "")
                    .send(self(""))
                    .expect(
                        "<iq type='set' id='{q}' to='"
                            + ROOM
                            + "'><apply-to id='m1' xmlns='urn:xmpp:fasten:0'><moderate"
                            + " xmlns='urn:xmpp:message-moderate:0'><retract"
                            + " xmlns='urn:xmpp:message-retract:0'/></moderate></apply-to></iq>")
                    .send("<iq type='result' id='{q}' from='" + ROOM + "'/>"))) {
      join(it);
      get(admin(it).moderate("m1", null));
    }
  }

  /** ejabberd 23.01. The features may have changed without notice, so they are asked again. */
  @Test
  void a_room_without_moderation_is_asked_again_and_then_nothing_sent() throws Exception {
    try (ScriptedClient it =
        connected(s -> asked(expectJoin(asked(s, ""), "").send(self("")), ""))) {
      join(it);
      assertThat(failure(admin(it).moderate("m1", null)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("does not moderate");
    }
  }

  @Test
  void cancelling_a_request_cancels_it_inside() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expectLike("<iq type='set' id='{q}' to='" + ROOM + "'/>")
                    .mark("asked")
                    .awaitCue("answer")
                    .send("<iq type='result' id='{q}' from='" + ROOM + "'/>"))) {
      CompletableFuture<Void> kicked = admin(it).kick("ann", null);
      it.peer().awaitMark("asked");
      kicked.cancel(false);
      it.peer().cue("answer");
      assertThat(kicked).isCancelled();
    }
  }

  @Test
  void a_room_tells_about_itself() throws Exception {
    String info =
        "<identity category='conference' type='text' name='The Garden'/>"
            + "<feature var='muc_membersonly'/><feature var='muc_passwordprotected'/>"
            + "<feature var='muc_moderated'/><feature var='muc_nonanonymous'/>"
            + "<feature var='muc_persistent'/><x xmlns='jabber:x:data'/>"
            + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
            + "<value>http://jabber.org/protocol/muc#roominfo</value></field>"
            + "<field var='muc#roominfo_description'><value>Flowers</value></field>"
            + "<field var='muc#roominfo_occupants'><value>3</value></field>"
            + "<field var='muc#roominfo_avatarhash'><value>abc</value></field></x>";
    try (ScriptedClient it = connected(s -> asked(asked(s, info), ""))) {
      RoomInfo full = get(it.get(Rooms.class).info(ROOM));
      assertThat(full.name()).isEqualTo("The Garden");
      assertThat(full.description()).isEqualTo("Flowers");
      assertThat(full.occupants()).isEqualTo(3);
      assertThat(full.avatarHash()).isEqualTo("abc");
      assertThat(full.isMembersOnly() && full.isPasswordProtected()).isTrue();
      assertThat(full.isModerated() && full.isNonAnonymous() && full.isPersistent()).isTrue();
      RoomInfo empty = get(it.get(Rooms.class).info(ROOM));
      assertThat(empty.name()).isNull();
      assertThat(empty.form()).isNull();
      assertThat(empty.occupants()).isNull();
      assertThat(empty.isModerated()).isFalse();
    }
  }
}
