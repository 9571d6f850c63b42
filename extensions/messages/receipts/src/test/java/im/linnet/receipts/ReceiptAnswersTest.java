package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of others for receipts. */
@Timeout(120)
class ReceiptAnswersTest {

  private static final String REQUEST = "<request xmlns='urn:xmpp:receipts'/>";
  private static final String END =
      "<message type='chat' from='romeo@localhost/orchard' id='end'>" + REQUEST + "</message>";

  private static String message(String attributes, String content) {
    return "<message " + attributes + "><body>Hi</body>" + content + "</message>";
  }

  private static String answer(String type, String to, String id) {
    return "<message%s to='%s' id='*'><received xmlns='urn:xmpp:receipts' id='%s'/></message>"
        .formatted(type, to, id);
  }

  /** The last request, which is answered: what came before it was read. */
  private static void end(Script script) {
    script.send(END).expect(answer(" type='chat'", "romeo@localhost/orchard", "end"));
  }

  private static void check(Predicate<Jid> allowed, Consumer<Script> lines) {
    ReceiptSettings settings = ReceiptSettings.builder().receiptsTo(allowed).build();
    try (ScriptedClient it =
        ScriptedClient.bound(
            client -> new Receipts(client, settings), s -> s.then(lines).mark("done"))) {
      it.peer().awaitMark("done");
    }
  }

  private static boolean isRomeo(Jid chat) {
    return chat.equals(Jid.of("romeo@localhost"));
  }

  @Test
  void are_answered_once_with_the_same_type_to_the_full_address() {
    check(
        ReceiptAnswersTest::isRomeo,
        s ->
            s.send(message("type='chat' from='romeo@localhost/orchard' id='m1'", REQUEST))
                .expect(answer(" type='chat'", "romeo@localhost/orchard", "m1"))
                .send(message("from='romeo@localhost' id='m2'", REQUEST))
                .expect(answer(" type='normal'", "romeo@localhost", "m2"))
                .send(message("type='chat' from='romeo@localhost/orchard' id='m1'", REQUEST))
                .send(message("type='chat' from='romeo@localhost/other' id='m1'", REQUEST))
                .then(ReceiptAnswersTest::end));
  }

  @Test
  void are_answered_for_messages_that_waited_at_the_own_server() {
    String delay = "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2026-11-29T10:00:00Z'/>";
    check(
        ReceiptAnswersTest::isRomeo,
        s ->
            s.send(
                    message(
                        "type='chat' from='romeo@localhost/orchard' id='m1'",
                        REQUEST
                            + delay
                            + "<archived xmlns='urn:xmpp:mam:tmp' by='juliet@localhost' id='1'/>"
                            + "<private xmlns='urn:xmpp:carbons:2'/>"))
                .expect(answer(" type='chat'", "romeo@localhost/orchard", "m1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message type='error' from='romeo@localhost/x' id='m'>%s<error/></message>",
        "<message type='groupchat' from='romeo@localhost/x' id='m'>%s</message>",
        "<message type='chat' from='romeo@localhost/x'>%s</message>",
        "<message type='chat' from='romeo@localhost/x' id=''>%s</message>",
        "<message type='chat' from='tybalt@localhost/x' id='m'>%s</message>",
        "<message type='chat' from='romeo@example.net' id='m'>%s</message>",
        "<message type='chat' id='m'>%s</message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<received xmlns='urn:xmpp:receipts' id='o'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<received xmlns='urn:xmpp:receipts'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<received xmlns='urn:xmpp:carbons:2'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<sent xmlns='urn:xmpp:carbons:2'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<result xmlns='urn:xmpp:mam:2'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<delay xmlns='urn:xmpp:delay' from='romeo@localhost'"
            + " stamp='2026-11-29T10:00:00Z'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'>%s"
            + "<x xmlns='http://jabber.org/protocol/muc#user'/></message>",
        "<message type='chat' from='romeo@localhost/x' id='m'><request xmlns='urn:x'/></message>",
        "<message type='chat' from='romeo@localhost' id='m'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'>"
            + "<message xmlns='jabber:client' type='chat' from='romeo@localhost/x' id='m'>%s"
            + "</message></forwarded></message>"
      })
  void are_left_unanswered(String message) {
    check(
        ReceiptAnswersTest::isRomeo,
        s -> s.send(message.formatted(REQUEST)).then(ReceiptAnswersTest::end));
  }

  @Test
  void with_huge_ids_are_left_unanswered() {
    String huge = "x".repeat(1_025);
    check(
        ReceiptAnswersTest::isRomeo,
        s ->
            s.send(message("type='chat' from='romeo@localhost/x' id='" + huge + "'", REQUEST))
                .then(ReceiptAnswersTest::end));
  }

  @Test
  void of_occupants_are_left_to_the_user_by_their_full_address() {
    String mark = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
    check(
        jid -> jid.equals(Jid.of("g@rooms.localhost/nick")) || isRomeo(jid),
        s ->
            s.send(message("type='chat' from='g@rooms.localhost/nick' id='m1'", REQUEST + mark))
                .expect(answer(" type='chat'", "g@rooms.localhost/nick", "m1"))
                .send(message("type='chat' from='g@rooms.localhost/other' id='m2'", REQUEST + mark))
                .then(ReceiptAnswersTest::end));
  }

  @Test
  void are_answered_to_nobody_by_default() throws Exception {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    try (ScriptedClient it = ScriptedClient.bound(Receipts::new, s -> s.awaitCue("go").send(END))) {
      it.client().onMessage(heard::add);
      it.peer().cue("go");
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void a_predicate_that_throws_answers_nothing() throws Exception {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    ReceiptSettings settings =
        ReceiptSettings.builder()
            .receiptsTo(
                jid -> {
                  throw new IllegalStateException("no roster");
                })
            .build();
    try (ScriptedClient it =
        ScriptedClient.bound(
            client -> new Receipts(client, settings), s -> s.awaitCue("go").send(END))) {
      it.client().onMessage(heard::add);
      it.peer().cue("go");
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void a_storm_of_them_gets_one_answer_each() {
    check(
        ReceiptAnswersTest::isRomeo,
        s -> {
          for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 500; i++) {
              s.send(message("type='chat' from='romeo@localhost/o' id='m" + i + "'", REQUEST));
              if (round == 0) {
                s.expect(answer(" type='chat'", "romeo@localhost/o", "m" + i));
              }
            }
          }
          end(s);
        });
  }

  /** The peer sends no error again and again: each answer is bounced, which brings nothing. */
  @Test
  void errors_for_answers_are_not_answered() {
    check(
        ReceiptAnswersTest::isRomeo,
        s ->
            s.send(message("type='chat' from='romeo@localhost/o' id='m1'", REQUEST))
                .expectLike(
                    "<message type='chat' to='romeo@localhost/o' id='{answer}'>"
                        + "<received xmlns='urn:xmpp:receipts' id='m1'/></message>")
                .send(
                    "<message type='error' from='romeo@localhost/o' id='{answer}'>"
                        + "<received xmlns='urn:xmpp:receipts' id='m1'/>"
                        + REQUEST
                        + "<error type='cancel'/></message>")
                .then(ReceiptAnswersTest::end));
  }
}
