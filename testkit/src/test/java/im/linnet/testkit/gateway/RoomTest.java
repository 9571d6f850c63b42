package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.gateway.GatewayEvent.RoomExpired;
import im.linnet.testkit.gateway.GatewayEvent.RoomInvitation;
import im.linnet.testkit.gateway.GatewayEvent.RoomJoined;
import im.linnet.testkit.gateway.GatewayEvent.RoomLeft;
import im.linnet.testkit.gateway.GatewayEvent.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms of groupchat 1.0: e.62. */
@Timeout(120)
class RoomTest {
  private static final String ANN = "ann%hotmail.com@gateway.localhost";
  private static final String UPDATE = "<x xmlns='vcard-temp:x:update'/>";

  private final ManualClock clock = GatewayClock.manual(Instant.parse("2006-02-03T04:05:06Z"));

  private ComponentServer signedOn() throws Exception {
    ComponentServer server =
        ComponentServer.start(builder -> SessionTest.oneContact(builder).clock(clock));
    server.user().register("juliet@hotmail.com", "secret");
    SessionTest.signOn(server);
    server.readAll();
    return server;
  }

  private static String presence(String to, String type) {
    return "<presence from='" + CLIENT + "' to='" + to + "'" + type + "/>";
  }

  private static String occupant(String name) {
    return "<presence to='juliet@localhost' from='fun@gateway.localhost/"
        + name
        + "'>"
        + UPDATE
        + "</presence>";
  }

  private static String message(String to, String content) {
    return "<message from='"
        + CLIENT
        + "' to='"
        + to
        + "' type='groupchat'>"
        + content
        + "</message>";
  }

  /** A line in a room; the id is what the gateway counted up to. */
  private static String line(String from, int id, String delay, String body) {
    return "<message to='juliet@localhost' from='"
        + from
        + "' id='"
        + id
        + "' type='groupchat'>"
        + delay
        + "<body>"
        + body
        + "</body><x xmlns='jabber:x:event'><composing/></x></message>";
  }

  @Test
  @DisplayName("d.8: the presence of a user without a session is answered by an error")
  void refuses_foreign_users() throws Exception {
    try (ComponentServer server = signedOn()) {
      server
          .send(presence("fun@gateway.localhost/Jule", ""))
          .expect(occupant("Jule"))
          .send("<presence from='tybalt@localhost/x' to='fun@gateway.localhost/Tybalt'/>")
          .expect(
              "<presence to='tybalt@localhost/x' from='fun@gateway.localhost/Tybalt'"
                  + " type='error'/>")
          .expectNothing();
      assertThat(server.gateway().room(USER, "fun").joined()).isTrue();
    }
  }

  @Test
  @DisplayName("e.62: join without the muc element, echo, system lines, leave")
  void joins_talks_and_leaves() throws Exception {
    try (ComponentServer server = signedOn()) {
      server
          .send(presence("fun@gateway.localhost/Jule", ""))
          .expect(occupant("Jule"))
          .send(message("fun@gateway.localhost", "<body>Hi</body>"))
          .expect(line("fun@gateway.localhost/Jule", 2, "", "Hi"))
          .expectNothing();
      GatewayRoom room = server.gateway().room(USER, "fun");
      room.join("ann@hotmail.com");
      server.expect(
          occupant("ann@hotmail.com"),
          line("fun@gateway.localhost", 3, "", "ann@hotmail.com has joined the conference."));
      room.say("ann@hotmail.com", "Hello");
      server.expect(line("fun@gateway.localhost/ann@hotmail.com", 4, "", "Hello"));
      assertThat(room.occupants()).containsExactly("ann@hotmail.com");
      room.leave("ann@hotmail.com");
      server
          .expect(
              "<presence to='juliet@localhost' from='fun@gateway.localhost/ann@hotmail.com'"
                  + " type='unavailable'/>",
              line("fun@gateway.localhost", 5, "", "ann@hotmail.com has left the conference."))
          .send(presence("fun@gateway.localhost/Jule", " type='unavailable'"))
          .expect(
              "<presence to='juliet@localhost' from='fun@gateway.localhost/Jule'"
                  + " type='unavailable'/>")
          .expectNothing();
      assertThat(room.joined()).isFalse();
      assertThatThrownBy(() -> room.say("ann@hotmail.com", "?"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no room fun");
      assertThat(server.gateway().events().all(RoomMessage.class))
          .containsExactly(new RoomMessage(USER, "fun", "Hi"));
      server.gateway().events().await(RoomLeft.class, e -> e.room().equals("fun"));
      assertThat(server.user().signedOn()).isTrue();
    }
  }

  @Test
  @DisplayName("e.62: to the client that joined, for servers that return what PyMSNt sends")
  void writes_to_the_client_if_it_is_set() throws Exception {
    try (ComponentServer server = signedOn()) {
      server.gateway().settings(all -> all.withRoomRecipient(RoomRecipient.CLIENT));
      server
          .send(presence("fun@gateway.localhost/Jule", ""))
          .expect(occupant("Jule").replace(USER, CLIENT))
          .send(message("fun@gateway.localhost", "<body>Hi</body>"))
          .expect(line("fun@gateway.localhost/Jule", 2, "", "Hi").replace(USER, CLIENT))
          .expectNothing();
    }
  }

  @Test
  @DisplayName("e.62: an invitation from a contact, history with jabber:x:delay")
  void invites_the_user() throws Exception {
    String delay = "<x xmlns='jabber:x:delay' from='r0@gateway.localhost";
    try (ComponentServer server = signedOn()) {
      GatewayRoom room = server.gateway().contact("ann@hotmail.com").invite(USER);
      assertThat(room.jid()).isEqualTo("r0@gateway.localhost");
      server.expect(
          "<message to='juliet@localhost' from='"
              + ANN
              + "/msn'><body>You are invited to the"
              + " conversation r0@gateway.localhost.</body><x xmlns='jabber:x:conference'"
              + " jid='r0@gateway.localhost'/></message>");
      room.say("ann@hotmail.com", "Are you there?");
      room.join("friend@hotmail.com");
      server
          .expectNothing()
          .send(presence("r0@gateway.localhost/Jule", ""))
          .expect(
              occupant("Jule").replace("fun@", "r0@"),
              line(
                  "r0@gateway.localhost/ann@hotmail.com",
                  2,
                  delay + "/ann@hotmail.com' stamp='20060203T04:05:06'/>",
                  "Are you there?"),
              line(
                  "r0@gateway.localhost",
                  3,
                  delay + "' stamp='20060203T04:05:06'/>",
                  "friend@hotmail.com has joined the conference."),
              occupant("ann@hotmail.com").replace("fun@", "r0@"),
              occupant("friend@hotmail.com").replace("fun@", "r0@"));
      clock.advance(Duration.ofMinutes(3));
      server.expectNothing();
      assertThat(room.joined()).isTrue();
      assertThat(server.gateway().events().all(RoomJoined.class))
          .containsExactly(new RoomJoined(USER, "r0", "Jule"));
    }
  }

  @Test
  @DisplayName("e.62: an invitation that is not accepted within two minutes")
  void removes_those_who_do_not_come() throws Exception {
    try (ComponentServer server = signedOn()) {
      GatewayRoom room = server.gateway().contact("ann@hotmail.com").invite(USER);
      room.say("ann@hotmail.com", "Are you there?");
      server.readAll();
      clock.advance(Duration.ofSeconds(119));
      server.expectNothing();
      clock.advance(Duration.ofSeconds(1));
      server.expect(
          "<message to='juliet@localhost' from='gateway.localhost' id='2'><body>You did not join"
              + " the conversation r0@gateway.localhost. These people were in it:\n"
              + "\tann@hotmail.com\n\n"
              + "The gateway has removed you from it. This was said:\n\n"
              + "ann@hotmail.com says: Are you there?</body><x"
              + " xmlns='jabber:x:event'><composing/></x></message>");
      server.gateway().events().await(RoomExpired.class, e -> e.room().equals("r0"));
      assertThat(server.gateway().contact("ann@hotmail.com").invite(USER).name()).isEqualTo("r1");
    }
  }

  @Test
  @DisplayName("e.62: the user invites, in both ways")
  void takes_the_users_invitations() throws Exception {
    try (ComponentServer server = signedOn()) {
      server.send(presence("fun@gateway.localhost", "")).expect(occupant("juliet@hotmail.com"));
      server
          .send(message(ANN, "<x xmlns='jabber:x:conference' jid='fun@gateway.localhost'/>"))
          .expect(occupant("ann@hotmail.com"));
      server.readAll();
      server
          .send(
              message(
                  "fun@gateway.localhost",
                  "<x xmlns='http://jabber.org/protocol/muc#user'><invite"
                      + " to='friend%hotmail.com@gateway.localhost'/></x>"))
          .expect(occupant("friend@hotmail.com"));
      server.readAll();
      server
          .send(message(ANN, "<x xmlns='jabber:x:conference' jid='room@elsewhere'/>"))
          .expectNothing();
      assertThat(server.gateway().events().all(RoomInvitation.class))
          .extracting(RoomInvitation::contact)
          .containsExactly("ann@hotmail.com", "friend@hotmail.com", "ann@hotmail.com");
    }
  }

  @Test
  void refuses_private_messages() throws Exception {
    try (ComponentServer server = signedOn()) {
      server.send(presence("fun@gateway.localhost/J", "")).expect(occupant("J"));
      server.send(message("fun@gateway.localhost/ann@hotmail.com", "<body>Psst</body>"));
      assertThat(server.readTo("</message>"))
          .startsWith(
              "<message to='juliet@localhost/balcony' from='fun@gateway.localhost' type='error'>"
                  + "<error type='cancel' code='405'><not-allowed ")
          .endsWith("<body>Psst</body></message>");
    }
  }

  @Test
  @DisplayName("e.62: a join that is never confirmed, or refused as rooms of today do")
  void has_faults() throws Exception {
    try (ComponentServer server = signedOn()) {
      server.gateway().faults(GatewayFault.ROOM_UNANSWERED);
      server.send(presence("a@gateway.localhost/J", "")).expectNothing();
      server.gateway().faults(GatewayFault.ROOM_REFUSES_OLD_JOIN);
      server
          .send(presence("b@gateway.localhost/J", ""))
          .expect(
              "<presence to='juliet@localhost/balcony' from='b@gateway.localhost/J'"
                  + " type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'>"
                  + "<item affiliation='none' role='none'/><status code='110'/>"
                  + "<status code='307'/><status code='333'/></x></presence>")
          .expectNothing();
    }
  }

  @Test
  void leaves_rooms_at_the_end_of_the_session() throws Exception {
    try (ComponentServer server = signedOn()) {
      server.send(presence("fun@gateway.localhost/J", "")).expect(occupant("J"));
      server.user().signOff();
      assertThat(server.readAll())
          .endsWith(
              "<presence to='juliet@localhost' from='fun@gateway.localhost/J'"
                  + " type='unavailable'/>");
    }
  }
}
