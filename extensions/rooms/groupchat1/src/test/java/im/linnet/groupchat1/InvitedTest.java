package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.test.FrozenClock;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** e.62: invitations to the user. */
@Timeout(120)
class InvitedTest extends ScriptedRoom {

  private static final String FRIEND = "friend%hotmail.com@msn.localhost/msn";
  private static final Instant NOW = Instant.parse("2008-05-01T12:00:00Z");

  private static String invitation(String from, String room, String more) {
    return "<message from='%s' to='juliet@localhost'>%s<x xmlns='jabber:x:conference' jid='%s'/>"
            .formatted(from, more, room)
        + "</message>";
  }

  private static final String INVITED = "Invited to r0@msn.localhost by " + FRIEND;
  private static final String MESSAGE = "message from " + FRIEND;

  private static ScriptedClient.Builder frozen(GroupChatSettings settings) {
    return ScriptedClient.builder()
        .with(
            client ->
                new GroupChats(
                    client,
                    settings,
                    inviter -> !inviter.domain().equals("evil.example"),
                    new FrozenClock(NOW)))
        .overTls()
        .endingAnyhow();
  }

  private ScriptedClient receiving(String... stanzas) {
    ScriptedClient it =
        connected(
            frozen(GroupChatSettings.standard()),
            s -> {
              s.awaitCue("go");
              for (String stanza : stanzas) {
                s.send(stanza);
              }
              s.expect(JOIN).send(IN).send(invitation(FRIEND, "r0@msn.localhost", ""));
            });
    it.peer().cue("go");
    return it;
  }

  @Test
  @DisplayName("e.62: an invitation is reported once, and accepted by joining")
  void an_invitation_is_reported_once() throws Exception {
    String again = invitation("other%hotmail.com@msn.localhost", "r0@msn.localhost/x", "");
    try (ScriptedClient it =
        receiving(invitation(FRIEND, "r0@msn.localhost", "<body> Come! </body>"), again)) {
      assertThat(next()).isEqualTo(INVITED);
      assertThat(next()).isEqualTo(MESSAGE);
      assertThat(next()).isEqualTo("message from other%hotmail.com@msn.localhost");
      GroupChats chats = it.get(GroupChats.class);
      assertThat(chats.invitations())
          .containsExactly(new RoomInvitation(ROOM, Jid.of(FRIEND), "Come!", NOW.plusSeconds(120)));
      join(it);
      assertThat(chats.invitations()).isEmpty();
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).as("not to a room that the user is in").isEqualTo(MESSAGE);
      assertThat(chats.invitations()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='user@evil.example/x'><x xmlns='jabber:x:conference'"
            + " jid='r0@msn.localhost'/></message>",
        "<message from='user@evil.example/x'><x xmlns='jabber:x:conference'"
            + " jid='r0@evil.example'/></message>",
        "<message from='romeo@localhost/x'><x xmlns='jabber:x:conference'"
            + " jid='r0@localhost'/></message>",
        "<message from='friend%hotmail.com@msn.localhost/msn'><x xmlns='jabber:x:conference'"
            + " jid='other%hotmail.com@msn.localhost'/></message>",
        "<message from='friend%hotmail.com@msn.localhost/msn'><x xmlns='jabber:x:conference'"
            + " jid='msn.localhost'/></message>",
        "<message from='friend%hotmail.com@msn.localhost/msn'><x xmlns='jabber:x:conference'"
            + "/></message>",
        "<message from='friend%hotmail.com@msn.localhost/msn'><x xmlns='jabber:x:conference'"
            + " jid='@'/></message>",
        "<message from='msn.localhost'><x xmlns='jabber:x:conference'"
            + " jid='r0@msn.localhost'/></message>",
        "<message from='r0@msn.localhost'><x xmlns='jabber:x:conference'"
            + " jid='r0@msn.localhost'/></message>",
        "<message type='error' from='friend%hotmail.com@msn.localhost/msn'><x"
            + " xmlns='jabber:x:conference' jid='r0@msn.localhost'/><error type='cancel'/>"
            + "</message>",
        "<message from='friend%hotmail.com@msn.localhost/msn'><x xmlns='jabber:x:conference'"
            + " jid='r0@msn.localhost'/><x xmlns='jabber:x:delay' stamp='20080501T11:58:00'/>"
            + "</message>"
      })
  @DisplayName("e.62: not of a gateway, not to a room, forged, bounced, malformed, late")
  void what_is_no_invitation_of_a_gateway_is_an_ordinary_message(String stanza) throws Exception {
    try (ScriptedClient it = receiving(stanza)) {
      assertThat(next()).startsWith("message from ");
      assertThat(it.get(GroupChats.class).invitations()).isEmpty();
    }
  }

  @Test
  void the_time_that_the_server_held_the_message_counts() throws Exception {
    String held = "<x xmlns='jabber:x:delay' stamp='20080501T11:58:01'/>";
    String future = "<delay xmlns='urn:xmpp:delay' stamp='2009-01-01T00:00:00Z'/>";
    try (ScriptedClient it =
        receiving(
            invitation(FRIEND, "r0@msn.localhost", held),
            invitation(FRIEND, "r1@msn.localhost", future))) {
      assertThat(next()).isEqualTo(INVITED);
      assertThat(next()).isEqualTo(MESSAGE);
      assertThat(next()).isEqualTo("Invited to r1@msn.localhost by " + FRIEND);
      assertThat(it.get(GroupChats.class).invitations())
          .extracting(RoomInvitation::expires)
          .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(120));
    }
  }

  @Test
  @DisplayName("e.62: an invitation expires; then another one counts")
  void an_invitation_expires() throws Exception {
    GroupChatSettings brief = GroupChatSettings.standard().invitationLimit(Duration.ofMillis(100));
    try (ScriptedClient it =
        connected(
            frozen(brief),
            s ->
                s.awaitCue("go")
                    .send(invitation(FRIEND, "r0@msn.localhost", ""))
                    .awaitCue("again")
                    .send(invitation(FRIEND, "r0@msn.localhost", "")))) {
      it.peer().cue("go");
      assertThat(next()).isEqualTo(INVITED);
      assertThat(next()).isEqualTo(MESSAGE);
      assertThat(next()).isEqualTo("Missed r0@msn.localhost");
      assertThat(it.get(GroupChats.class).invitations()).isEmpty();
      it.peer().cue("again");
      assertThat(next()).isEqualTo(INVITED);
    }
  }

  @Test
  void a_declined_invitation_is_not_missed() throws Exception {
    try (ScriptedClient it = receiving(invitation(FRIEND, "r0@msn.localhost", ""))) {
      assertThat(next()).isEqualTo(INVITED);
      GroupChats chats = it.get(GroupChats.class);
      assertThat(chats.decline(Jid.of(OWN))).isTrue();
      assertThat(chats.decline(ROOM)).isFalse();
      assertThat(chats.invitations()).isEmpty();
    }
  }

  @Test
  void what_is_open_when_the_stream_ends_is_missed() throws Exception {
    try (ScriptedClient it = receiving(invitation(FRIEND, "r0@msn.localhost", ""))) {
      assertThat(next()).isEqualTo(INVITED);
      assertThat(next()).isEqualTo(MESSAGE);
      it.peer().close();
      assertThat(next()).isEqualTo("Missed r0@msn.localhost");
    }
  }

  @Tag("Q09")
  @Test
  void invitations_are_bounded() {
    OpenInvitations open = new OpenInvitations(2);
    for (int i = 0; i < 1000; i++) {
      Jid room = Jid.of("r" + i + "@msn.localhost");
      RoomInvitation one = new RoomInvitation(room, Jid.of(FRIEND), null, NOW);
      assertThat(open.add(one, it -> () -> {})).isTrue();
      assertThat(open.add(one, it -> () -> {})).isFalse();
    }
    assertThat(open.all())
        .extracting(one -> one.room().toString())
        .containsExactly("r998@msn.localhost", "r999@msn.localhost");
    assertThat(open.remove(new RoomInvitation(ROOM, Jid.of(FRIEND), null, NOW))).isFalse();
    assertThat(open.removeAll()).hasSize(2);
    assertThat(open.all()).isEmpty();
  }

  @Test
  void reads_what_it_writes() {
    DirectInvitation invitation = new DirectInvitation(Jid.of(OWN), " Come! ");
    assertThat(invitation).isEqualTo(new DirectInvitation(ROOM, "Come!"));
    assertThat(DirectInvitation.of(invitation.toElement())).isEqualTo(invitation);
    assertThat(new DirectInvitation(ROOM, "x".repeat(5000)).reason()).hasSize(1024);
    assertThat(new DirectInvitation(ROOM, " ").reason()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectInvitation.of(Element.of("x", "jabber:x:event")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectInvitation.of(Element.of("x", "jabber:x:conference")));
    assertThat(TimeUnit.MINUTES.convert(GroupChatSettings.standard().invitationLimit()))
        .isEqualTo(2);
  }
}
