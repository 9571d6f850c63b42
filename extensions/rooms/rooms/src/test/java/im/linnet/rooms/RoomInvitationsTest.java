package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations in both forms and both directions. */
@Timeout(120)
class RoomInvitationsTest extends ScriptedRooms {

  private static final String END = "<message from='end@localhost'><body>end</body></message>";

  private final BlockingQueue<Invitation> invitations = new LinkedBlockingQueue<>();

  /** As Prosody 13.0 sends it: both forms in one message, with the occupant as inviter. */
  private static final String PROSODY =
      "<message to='juliet@localhost' from='"
          + ROOM
          + "'>"
          + user("<invite from='" + ROOM + "/Ay'><reason>come</reason></invite>")
          + "<x xmlns='jabber:x:conference' jid='"
          + ROOM
          + "'>come</x><body>"
          + ROOM
          + "/Ay invited you</body></message>";

  /** As ejabberd 24.12 sends it: with the inviter's real address. */
  private static final String EJABBERD =
      "<message to='juliet@localhost' from='"
          + ROOM
          + "'>"
          + user(
              "<invite from='ay@localhost/r'><reason>come</reason></invite>"
                  + "<password>secret</password>")
          + "<x xmlns='jabber:x:conference' jid='"
          + ROOM
          + "' reason='come'/></message>";

  private static final String DIRECT =
      "<message from='ay@localhost/r'><x xmlns='jabber:x:conference' jid='"
          + ROOM
          + "' password='secret' reason='come' continue='true' thread='t1'/></message>";

  private ScriptedClient invited(Consumer<Script> lines) {
    ScriptedClient it = connected(s -> s.awaitCue("go").then(lines));
    it.get(Rooms.class).onInvitation(invitations::add);
    it.peer().cue("go");
    return it;
  }

  private Invitation invitation() throws InterruptedException {
    Invitation one = invitations.poll(20, TimeUnit.SECONDS);
    if (one == null) {
      throw new AssertionError("no invitation");
    }
    return one;
  }

  private void assertEnd() throws Exception {
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(seen).isEmpty();
  }

  @Test
  void prosodys_two_forms_are_one_invitation() throws Exception {
    try (ScriptedClient it = invited(s -> s.send(PROSODY).send(PROSODY).send(DIRECT).send(END))) {
      assertThat(next()).isEqualTo("Invited to %s by %s/Ay: come".formatted(ROOM, ROOM));
      assertEnd();
      Invitation one = invitation();
      assertThat(one.isMediated()).isTrue();
      assertThat(one.password()).isNull();
      assertThat(it.get(Rooms.class).features())
          .containsExactlyInAnyOrder("http://jabber.org/protocol/muc", "jabber:x:conference");
    }
  }

  @Test
  void ejabberds_inviter_has_a_real_address() throws Exception {
    try (ScriptedClient it = invited(s -> s.send(EJABBERD).send(END))) {
      assertThat(next()).isEqualTo("Invited to %s by ay@localhost/r: come".formatted(ROOM));
      assertEnd();
      Invitation one = invitation();
      assertThat(one.password()).isEqualTo("secret");
      assertThat(one.toString()).doesNotContain("secret");
      assertThat(it.client().state()).isNotNull();
    }
  }

  @Test
  void a_direct_invitation_is_accepted_with_its_password() throws Exception {
    try (ScriptedClient it =
        invited(
            s ->
                expectJoin(asked(s.send(DIRECT), ""), "<password>secret</password>")
                    .send(self(""))
                    .send(DIRECT)
                    .send(END))) {
      assertThat(next()).isEqualTo("Invited to %s by ay@localhost/r: come".formatted(ROOM));
      Invitation one = invitation();
      assertThat(one.isMediated()).isFalse();
      assertThat(one.thread()).isEqualTo("t1");
      get(it.get(Rooms.class).accept(one, "juliet"));
      assertThat(next()).isEqualTo("Entered juliet");
      assertEnd();
    }
  }

  @Test
  void a_mediated_invitation_is_declined_through_the_room() throws Exception {
    try (ScriptedClient it =
        invited(
            s ->
                s.send(EJABBERD)
                    .expect(
                        "<message id='{d}' to='%s'>".formatted(ROOM)
                            + user("<decline to='ay@localhost/r'><reason>busy</reason></decline>")
                            + "</message>"))) {
      assertThat(next()).isNotNull();
      Invitation one = invitation();
      Rooms rooms = it.get(Rooms.class);
      assertThat(failure(rooms.decline(one, "\u0000"))).isInstanceOf(RefusedException.class);
      get(rooms.decline(one, "busy"));
    }
  }

  @Test
  void a_direct_invitation_is_declined_by_doing_nothing() throws Exception {
    try (ScriptedClient it = invited(s -> s.send(DIRECT))) {
      assertThat(next()).isNotNull();
      CompletableFuture<Void> declined = it.get(Rooms.class).decline(invitation(), "busy");
      assertThat(declined).isCompleted();
    }
  }

  @Tag("P27")
  @ParameterizedTest
  @ValueSource(
      strings = {
        // An occupant does not speak for the room.
        "<message from='garden@rooms.localhost/ann'><x xmlns='http://jabber.org/protocol/muc#user'>"
            + "<invite from='ay@localhost'/></x></message>",
        "<message from='rooms.localhost'><x xmlns='http://jabber.org/protocol/muc#user'>"
            + "<invite from='ay@localhost'/></x></message>",
        "<message from='ay@localhost/r'><x xmlns='jabber:x:conference'/></message>",
        "<message from='ay@localhost/r'><x xmlns='jabber:x:conference' jid='@@'/></message>",
        "<message from='ay@localhost/r'><x xmlns='jabber:x:conference' jid='localhost'/></message>",
        "<message type='error' from='ay@localhost/r'><x xmlns='jabber:x:conference'"
            + " jid='garden@rooms.localhost'/></message>",
        "<message type='groupchat' from='other@rooms.localhost/ay'><x xmlns='jabber:x:conference'"
            + " jid='garden@rooms.localhost'/></message>",
        "<message from='garden@rooms.localhost'><x xmlns='http://jabber.org/protocol/muc#user'>"
            + "<status code='101'/><item affiliation='member'/></x></message>"
      })
  void what_is_no_invitation_is_a_notice(String message) throws Exception {
    try (ScriptedClient it = invited(s -> s.send(message).send(END))) {
      assertThat(next()).startsWith("Notice outside from ");
      assertEnd();
      assertThat(invitations).isEmpty();
      assertThat(it.get(Rooms.class).joined()).isEmpty();
    }
  }

  @Test
  void an_occupant_may_invite_to_another_room() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                joined(s)
                    .send(
                        "<message type='chat' from='"
                            + ROOM
                            + "/ann'><x xmlns='jabber:x:conference'"
                            + " jid='other@rooms.localhost'/></message>"))) {
      join(it);
      assertThat(next()).isEqualTo("Entered juliet");
      assertThat(next())
          .isEqualTo("Invited to other@rooms.localhost by %s/ann: null".formatted(ROOM));
    }
  }

  @Test
  void the_memory_of_invitations_is_bounded() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      many.append(DIRECT.replace("garden@", "g" + i + "@"));
    }
    try (ScriptedClient it =
        invited(
            s ->
                s.send(many.toString())
                    .send(DIRECT.replace("garden@", "g69@"))
                    .send(DIRECT.replace("garden@", "g0@"))
                    .send(END))) {
      for (int i = 0; i < 70; i++) {
        assertThat(next()).startsWith("Invited to g" + i + "@");
      }
      assertThat(next()).startsWith("Invited to g0@");
      assertEnd();
      assertThat(it.get(Rooms.class).joined()).isEmpty();
    }
  }

  @Test
  void the_user_invites_in_both_forms() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "<password>secret</password>")
                    .send(self(""))
                    .expect(
                        "<message type='normal' id='{i}' to='%s'>".formatted(ROOM)
                            + user("<invite to='ann@localhost'><reason>come</reason></invite>")
                            + "</message>")
                    .expect(
                        "<message type='normal' id='{i}' to='ann@localhost'>"
                            + "<x xmlns='jabber:x:conference' jid='"
                            + ROOM
                            + "' password='secret' reason='come'/></message>")
                    .expect(
                        "<message type='normal' id='{i}' to='%s'>".formatted(ROOM)
                            + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'"
                            + " type='hidden'><value>http://jabber.org/protocol/muc#request</value>"
                            + "</field><field var='muc#role' type='list-single'>"
                            + "<value>participant</value></field></x></message>"))) {
      Room room =
          get(it.get(Rooms.class).join(ROOM, "juliet", JoinOptions.standard().password("secret")));
      Jid ann = Jid.of("ann@localhost");
      get(room.invite(ann, "come"));
      get(room.inviteDirectly(ann, "come"));
      get(room.requestVoice());
      assertThat(failure(room.invite(ann, "\u0000"))).isInstanceOf(RefusedException.class);
      assertThat(failure(room.inviteDirectly(ann, "\u0000"))).isInstanceOf(RefusedException.class);
    }
  }
}
