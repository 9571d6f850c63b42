package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.gateway.GatewayEvent.Typing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages and typing notifications (XEP-0022): e.60; and failures, also without errors. */
@Timeout(120)
class TypingTest {
  private static final String ANN = "ann%hotmail.com@gateway.localhost";
  private static final String REQUEST = "<x xmlns='jabber:x:event'><composing/></x>";

  private final ManualClock clock = GatewayClock.manual(Instant.parse("2006-02-03T04:05:06Z"));

  private ComponentServer signedOn() throws Exception {
    ComponentServer server =
        ComponentServer.start(builder -> SessionTest.oneContact(builder).clock(clock));
    server.user().register("juliet@hotmail.com", "secret");
    SessionTest.signOn(server);
    server.readAll();
    return server;
  }

  private static String message(String to, String id, String content) {
    return "<message from='" + CLIENT + "' to='" + to + "'" + id + ">" + content + "</message>";
  }

  private static String notification(String content) {
    return "<message to='juliet@localhost' from='"
        + ANN
        + "/msn'><x xmlns='jabber:x:event'>"
        + content
        + "</x></message>";
  }

  @Test
  @DisplayName(
      "e.60: notifications with the id of the last message, cancel, time-out, none after a"
          + " message")
  void notifies_those_who_asked() throws Exception {
    try (ComponentServer server = signedOn()) {
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      ann.type(USER);
      server.expectNothing();
      ann.stopTyping(USER);
      server.send(message(ANN + "/msn", " id='m1'", "<body>Hi</body>" + REQUEST)).expectNothing();
      ann.type(USER);
      server.expect(notification("<composing/><id>m1</id>"));
      ann.type(USER);
      clock.advance(Duration.ofSeconds(14));
      server.expectNothing();
      ann.type(USER);
      clock.advance(Duration.ofSeconds(14));
      server.expectNothing();
      clock.advance(Duration.ofSeconds(1));
      server.expect(notification("<id>m1</id>")).expectNothing();
      ann.type(USER);
      ann.stopTyping(USER);
      ann.stopTyping(USER);
      server
          .expect(notification("<composing/><id>m1</id>"), notification("<id>m1</id>"))
          .expectNothing();
      ann.type(USER);
      ann.write(USER, "Hello & welcome");
      clock.advance(Duration.ofSeconds(60));
      server
          .expect(notification("<composing/><id>m1</id>"))
          .expect("<message to='juliet@localhost' from='" + ANN + "/msn' id='")
          .readTo("' type='chat'>");
      server.expect("<body>Hello &amp; welcome</body>" + REQUEST + "</message>").expectNothing();
    }
  }

  @Test
  @DisplayName("e.60: an empty id if the message had none or went to the bare address")
  void leaves_the_id_empty() throws Exception {
    try (ComponentServer server = signedOn()) {
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      server.send(message(ANN + "/msn", "", "<body>Hi</body>" + REQUEST)).expectNothing();
      ann.type(USER);
      server.expect(notification("<composing/><id/>"));
      ann.stopTyping(USER);
      server.expect(notification("<id/>"));
      server.send(message(ANN, " id='m2'", "<body>Hi</body>" + REQUEST)).expectNothing();
      ann.type(USER);
      server.expect(notification("<composing/><id/>"));
      server.send(message(ANN, " id='m3'", "<body>No more</body>")).expectNothing();
      ann.stopTyping(USER);
      ann.type(USER);
      server.expectNothing();
      ann.stopTyping(USER);
      server.gateway().faults(GatewayFault.TYPING_UNASKED);
      ann.type(USER);
      server.expect(notification("<composing/><id/>"));
    }
  }

  @Test
  @DisplayName("e.60: the id is known for exactly the address to which the user wrote")
  void knows_ids_by_full_addresses() throws Exception {
    try (ComponentServer server = signedOn()) {
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      server.send(message(ANN, " id='m1'", "<body>Hi</body>" + REQUEST)).expectNothing();
      ann.type(USER);
      server.expect(notification("<composing/><id/>"));
      server.send(message(ANN + "/msn", " id='m2'", "<body>Hi</body>" + REQUEST)).expectNothing();
      server.send(message(ANN, " id='m3'", "<body>Hi</body>" + REQUEST)).expectNothing();
      ann.stopTyping(USER);
      server.expect(notification("<id>m2</id>"));
    }
  }

  @Test
  void takes_the_users_notifications() throws Exception {
    try (ComponentServer server = signedOn()) {
      server
          .send(
              message(ANN, "", "<x xmlns='jabber:x:event'><composing/><id>1</id></x>")
                  + message(ANN, "", "<x xmlns='jabber:x:event'><id>1</id></x>"))
          .expectNothing();
      assertThat(server.gateway().events().all(Typing.class))
          .containsExactly(
              new Typing(USER, "ann@hotmail.com", true),
              new Typing(USER, "ann@hotmail.com", false));
    }
  }

  @Test
  void reports_undelivered_messages_unless_asked_not_to() throws Exception {
    String error =
        "<message to='juliet@localhost' from='"
            + ANN
            + "/msn' type='error'><error type='wait' code='404'><recipient-unavailable"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>The message did not reach the contact,"
            + " who may be offline.</text></error><body>Hi</body></message>";
    try (ComponentServer server = signedOn()) {
      server.send(message(ANN, " id='1'", "<body>Hi</body>")).expectNothing();
      server.gateway().contact("ann@hotmail.com").state(LegacyState.OFFLINE, "");
      server.readAll();
      server.send(message(ANN, " id='2'", "<body>Hi</body>")).expect(error).expectNothing();
      server
          .send(message(ANN, " id='3'", "<body>Hi</body><noerror xmlns='sapo:noerror'/>"))
          .expectNothing();
      server.gateway().settings(s -> s.withFailureNotice(FailureNotice.TEXT));
      server.send(message(ANN, " id='4'", "<body>Hi</body>"));
      assertThat(server.readTo("</message>"))
          .startsWith("<message to='juliet@localhost' from='" + ANN + "/msn' id='")
          .contains("<body>The message did not reach")
          .doesNotContain("type=");
      assertThat(server.gateway().events().all(GatewayEvent.Message.class))
          .containsExactly(
              new GatewayEvent.Message(USER, "ann@hotmail.com", "Hi", false, true),
              new GatewayEvent.Message(USER, "ann@hotmail.com", "Hi", false, false),
              new GatewayEvent.Message(USER, "ann@hotmail.com", "Hi", true, false),
              new GatewayEvent.Message(USER, "ann@hotmail.com", "Hi", false, false));
    }
  }

  @Test
  void refuses_messages_outside_a_session() throws Exception {
    try (ComponentServer server = SessionTest.one()) {
      server
          .send(message(ANN + "/msn", " id='1'", "<body>Hi</body>"))
          .expect(
              "<message to='juliet@localhost/balcony' from='"
                  + ANN
                  + "/msn' type='error'><error type='auth' code='401'><not-authorized ");
      server.readTo("<body>Hi</body></message>");
      server
          .expect(
              "<presence to='juliet@localhost/balcony' from='" + ANN + "/msn' type='unavailable'/>")
          .send(message(ANN, " type='error'", "<body>Hi</body>"))
          .expectNothing();
      assertThatThrownBy(() -> server.gateway().contact("ann@hotmail.com").write(USER, "Hi"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("juliet@localhost is not signed on");
    }
  }
}
