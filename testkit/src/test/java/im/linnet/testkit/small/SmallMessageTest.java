package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules for messages (RFC 6121, section 8.5, and its table in 8.5.4). */
@Timeout(120)
class SmallMessageTest {

  private static String message(String type, String to) {
    return "<message type='" + type + "' to='" + to + "' id='m'><body>Hi</body></message>";
  }

  private static String delivered(String type, String to) {
    return message(type, to).replace("id='m'", "id='m' from='romeo@localhost/r'");
  }

  private static String refused(String to, String type, String condition) {
    return "<message type='error' id='m' from='%s' to='romeo@localhost/r'>".formatted(to)
        + "<error type='%s'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
            .formatted(type, condition);
  }

  /** D is delivered, O is kept offline, E is refused, S is ignored. */
  @ParameterizedTest
  @CsvSource({
    "normal, D, O, D, E",
    "chat, D, O, D, D",
    "groupchat, E, E, D, E",
    "headline, D, S, D, E",
    "error, S, S, D, S",
  })
  void follows_the_table(String type, char bare, char bareUnavailable, char full, char fullUnknown)
      throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = bind(server, "romeo")) {
      romeo.send(message(type, "juliet@localhost"));
      assertOutcome(romeo, null, type, "juliet@localhost", bareUnavailable);
      try (RawClient juliet = bind(server, "juliet")) {
        juliet.send("<presence/>").readTo("/>");
        assertThat(sync(juliet).contains("<delay ")).isEqualTo(bareUnavailable == 'O');
        romeo.send(message(type, "juliet@localhost"));
        assertOutcome(romeo, juliet, type, "juliet@localhost", bare);
        romeo.send(message(type, "juliet@localhost/j"));
        assertOutcome(romeo, juliet, type, "juliet@localhost/j", full);
        romeo.send(message(type, "juliet@localhost/other"));
        assertOutcome(romeo, juliet, type, "juliet@localhost/other", fullUnknown);
      }
    }
  }

  private static void assertOutcome(
      RawClient romeo, @Nullable RawClient juliet, String type, String to, char outcome)
      throws Exception {
    String answer = outcome == 'E' ? refused(to, "cancel", "service-unavailable") : "";
    assertThat(sync(romeo)).as(to).isEqualTo(answer);
    if (juliet != null) {
      assertThat(sync(juliet)).as(to).isEqualTo(outcome == 'D' ? delivered(type, to) : "");
    }
  }

  @Test
  void keeps_messages_until_a_session_can_receive() throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = bind(server, "romeo");
        RawClient juliet = bind(server, "juliet")) {
      juliet.send("<presence><priority>-5</priority></presence>").readTo("</presence>");
      romeo.send(message("chat", "juliet@localhost"));
      romeo.send(
          "<message to='juliet@localhost'><composing"
              + " xmlns='http://jabber.org/protocol/chatstates'/></message>");
      romeo.send(
          "<message to='juliet@localhost'><x xmlns='jabber:x:event'><id>1</id></x></message>");
      sync(romeo);
      assertThat(sync(juliet)).isEmpty();
      juliet.send("<presence/>").readTo("/>");
      String kept = sync(juliet);
      assertThat(kept)
          .startsWith(
              "<message type='chat' to='juliet@localhost' id='m' from='romeo@localhost/r'>"
                  + "<body>Hi</body><delay xmlns='urn:xmpp:delay' from='localhost' stamp='")
          .endsWith("Z'/></message>")
          .containsOnlyOnce("<message");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@localhost, cancel, service-unavailable",
    "localhost, cancel, service-unavailable",
    "x@example.com, cancel, remote-server-not-found",
    "x@msn.localhost, cancel, remote-server-not-found",
    "@localhost, modify, jid-malformed",
  })
  void refuses_messages_for_those_it_does_not_know(String to, String type, String condition)
      throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = bind(server, "romeo")) {
      romeo.send(message("chat", to));
      expect(romeo, refused(to, type, condition));
      romeo.send(message("error", to));
      assertThat(sync(romeo)).isEmpty();
    }
  }

  @Test
  void replaces_a_sender_that_is_made_up() throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = bind(server, "romeo");
        RawClient juliet = online(server, "juliet")) {
      romeo.send("<message to='juliet@localhost' from='paris@localhost'><body>Hi</body></message>");
      expect(
          juliet,
          "<message to='juliet@localhost' from='romeo@localhost/r'><body>Hi</body></message>");
    }
  }
}
