package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** e.62: what is said in rooms of gateways, and invitations by the user. */
@Timeout(120)
class MessagesTest extends ScriptedRoom {

  private static final String ANN = ROOM + "/ann@hotmail.com";
  private static final Jid FRIEND = Jid.of("friend%hotmail.com@msn.localhost");

  private static String from(String sender, String content) {
    return "<message type='groupchat' from='"
        + sender
        + "' to='juliet@localhost'>"
        + content
        + "</message>";
  }

  private ScriptedClient joined(Consumer<Script> lines) throws Exception {
    ScriptedClient it = connected(s -> s.expect(JOIN).send(IN).then(lines));
    join(it);
    assertThat(next()).isEqualTo("Entered " + OWN);
    return it;
  }

  private static GroupChat chat(ScriptedClient it) {
    GroupChat chat = it.get(GroupChats.class).get(ROOM);
    if (chat == null) {
      throw new AssertionError("not in the room");
    }
    return chat;
  }

  @Test
  @DisplayName("e.62: echo, system line, messages of occupants")
  void messages_are_distinguished() throws Exception {
    try (ScriptedClient it =
        joined(
            s ->
                s.expect(
                        "<message type='groupchat' id='{i}' to='r0@msn.localhost'>"
                            + "<body>Good even</body></message>")
                    .send(from(OWN, "<body>Good even</body>"))
                    .send(from(ANN, "<body>Hi</body>"))
                    .send(from(ROOM.toString(), "<body>bob has joined the conference.</body>"))
                    .send("<message type='chat' from='" + ANN + "'><body>Psst</body></message>")
                    .send("<message type='chat' from='" + FRIEND + "'><body>Hi</body></message>")
                    .send(from(ANN, "")))) {
      chat(it).say("Good even").get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("OWN juliet: Good even");
      assertThat(next()).isEqualTo("OCCUPANT ann@hotmail.com: Hi");
      assertThat(next()).isEqualTo("SYSTEM null: bob has joined the conference.");
      assertThat(next()).isEqualTo("PRIVATE ann@hotmail.com: Psst");
      assertThat(next()).isEqualTo("message from " + FRIEND);
      assertThat(next()).isEqualTo("Other " + ANN);
    }
  }

  @ParameterizedTest
  @DisplayName("history has its time, in both forms")
  @CsvSource(
      delimiter = ';',
      value = {
        "<x xmlns='jabber:x:delay' from='r0@msn.localhost/ann' stamp='20020910T23:08:25'/>; +",
        "<x xmlns='jabber:x:delay' from='r0@msn.localhost' stamp='20020910T23:08:25'/>; +",
        "<x xmlns='jabber:x:delay' from='msn.localhost' stamp='20020910T23:08:25'/>; +",
        "<x xmlns='jabber:x:delay' stamp='20020910T23:08:25'/>; +",
        "<delay xmlns='urn:xmpp:delay' from='r0@msn.localhost' stamp='2002-09-10T23:08:25Z'/>; +",
        "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2002-09-10T23:08:25Z'/>; +",
        "<x xmlns='jabber:x:delay' from='evil.example' stamp='20020910T23:08:25'/>; -",
        "<x xmlns='jabber:x:delay' from='r0@msn.localhost' stamp='yesterday'/>; -",
        "<x xmlns='jabber:x:delay'/>; -"
      })
  void history_has_its_time(String delay, String trusted) throws Exception {
    try (ScriptedClient it = joined(s -> s.send(from(ANN, "<body>Hi</body>" + delay)))) {
      assertThat(next())
          .isEqualTo(
              "OCCUPANT ann@hotmail.com: Hi"
                  + (trusted.equals("+") ? " at 2002-09-10T23:08:25Z" : ""));
      assertThat(it.client().dropped()).isZero();
    }
  }

  @Test
  void a_subject_is_kept() throws Exception {
    try (ScriptedClient it =
        joined(
            s ->
                s.send(from(ANN, "<subject>Plans</subject>"))
                    .send(from(ANN, "<subject>Mail</subject><body>with a text</body>"))
                    .awaitCue("go on")
                    .send(from(ROOM.toString(), "<subject/>")))) {
      assertThat(next()).isEqualTo("Subject by ann@hotmail.com: Plans");
      assertThat(next()).isEqualTo("OCCUPANT ann@hotmail.com: with a text");
      assertThat(chat(it).subject()).isEqualTo("Plans");
      it.peer().cue("go on");
      assertThat(next()).isEqualTo("Subject by null: ");
      assertThat(chat(it).subject()).isNull();
    }
  }

  @Test
  @DisplayName("a private message is refused with cancel/not-allowed")
  void a_private_message_bounces() throws Exception {
    try (ScriptedClient it =
        joined(
            s ->
                s.expectLike("<message type='chat' to='" + ANN + "'/>")
                    .send(
                        "<message type='error' from='"
                            + ROOM
                            + "'><body>Psst</body><error type='cancel'><not-allowed"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                            + "</message>"))) {
      it.client().send(Message.chat(Jid.of(ANN), "Psst")).get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("Bounced by " + ROOM + ": CANCEL NOT_ALLOWED");
    }
  }

  @Test
  @DisplayName("e.62: the user invites, by both ways")
  void the_user_invites() throws Exception {
    try (ScriptedClient it =
        joined(
            s ->
                s.expect(
                        "<message id='{i}' to='%s'>".formatted(FRIEND)
                            + "<x xmlns='jabber:x:conference' jid='r0@msn.localhost'/></message>")
                    .expect(
                        "<message id='{i}' to='%s'>".formatted(FRIEND)
                            + "<x xmlns='jabber:x:conference' jid='r0@msn.localhost'"
                            + " reason='Come!'/></message>")
                    .expect(
                        "<message id='{i}' to='r0@msn.localhost'>"
                            + "<x xmlns='http://jabber.org/protocol/muc#user'>"
                            + "<invite to='%s'><reason>Come!</reason></invite>".formatted(FRIEND)
                            + "</x></message>")
                    .expect(
                        "<message id='{i}' to='r0@msn.localhost'>"
                            + "<x xmlns='http://jabber.org/protocol/muc#user'>"
                            + "<invite to='%s'/></x></message>".formatted(FRIEND)))) {
      chat(it).invite(FRIEND, null).get(30, TimeUnit.SECONDS);
      chat(it).invite(FRIEND, "Come!").get(30, TimeUnit.SECONDS);
      chat(it).inviteByRoom(FRIEND, "Come!").get(30, TimeUnit.SECONDS);
      chat(it).inviteByRoom(FRIEND, null).get(30, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"romeo@localhost", "msn.localhost", "friend%hotmail.com@icq.localhost"})
  void only_contacts_of_the_gateway_can_be_invited(String stranger) throws Exception {
    try (ScriptedClient it = joined(s -> s.silence())) {
      Jid contact = Jid.of(stranger);
      assertThat(failure(chat(it).invite(contact, null))).hasMessageContaining("of this gateway");
      assertThat(failure(chat(it).inviteByRoom(contact, null)))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void text_that_cannot_be_sent_is_refused() throws Exception {
    try (ScriptedClient it = joined(s -> s.silence())) {
      GroupChat chat = chat(it);
      assertThat(failure(chat.say("\u0007"))).isInstanceOf(RefusedException.class);
      assertThat(failure(chat.invite(FRIEND, "\u0007"))).isInstanceOf(RefusedException.class);
      assertThat(failure(chat.inviteByRoom(FRIEND, "\u0007"))).isInstanceOf(RefusedException.class);
    }
  }
}
