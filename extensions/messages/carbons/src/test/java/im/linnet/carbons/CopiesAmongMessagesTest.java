package im.linnet.carbons;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.carbons.Carbon.Direction;
import im.linnet.carbons.Carbons.Delivery;
import im.linnet.forwarding.Copied;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies among the messages, and messages that only look like copies. */
@Timeout(120)
class CopiesAmongMessagesTest {

  private static final String SENT =
      "<message xmlns='jabber:client' from='juliet@localhost/garden' to='romeo@example.net'"
          + " type='chat' id='s1'><body>%s</body>%s</message>";
  private static final String RECEIVED =
      "<message xmlns='jabber:client' from='romeo@example.net/orchard' to='juliet@localhost/garden'"
          + " type='chat' id='r1'><body>%s</body>%s</message>";
  private static final String MARK = "<copied xmlns='urn:linnet:copied:1' way='%s'/>";

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Carbon> copies = new LinkedBlockingQueue<>();

  private static String copy(String name, String inner) {
    return ("<message from='juliet@localhost' to='juliet@localhost/balcony' type='chat'>"
            + "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>%s"
            + "</forwarded></%s></message>")
        .formatted(name, inner, name);
  }

  private static String live(String body, String more) {
    return "<message from='romeo@example.net/orchard' type='chat'><body>%s</body>%s</message>"
        .formatted(body, more);
  }

  private ScriptedClient client(Delivery delivery, Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.bound(
            client -> new Carbons(client, delivery),
            s ->
                s.expectLike("<iq type='set' id='{e}'><enable xmlns='urn:xmpp:carbons:2'/></iq>")
                    .send("<iq type='result' id='{e}'/>")
                    .awaitCue("go")
                    .then(lines));
    it.get(Carbons.class).onCarbon(copies::add);
    it.client().onMessage(messages::add);
    it.peer().cue("go");
    return it;
  }

  private List<Message> next(int count) throws InterruptedException {
    List<Message> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Message message = messages.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("message %d within 20 s", i).isNotNull();
      next.add(message);
    }
    return next;
  }

  @Test
  void copies_come_in_order_with_their_own_addresses() throws Exception {
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s ->
                s.send(
                    live("one", "")
                        + copy("sent", SENT.formatted("two", ""))
                        + live("three", "")
                        + copy("received", RECEIVED.formatted("four", ""))
                        + live("five", "")))) {
      Carbons carbons = it.get(Carbons.class);
      List<Message> all = next(5);
      assertThat(all)
          .extracting(Message::body)
          .containsExactly("one", "two", "three", "four", "five");
      assertThat(all)
          .extracting(carbons::direction)
          .containsExactly(null, Direction.SENT, null, Direction.RECEIVED, null);
      assertThat(all.get(1).from()).isEqualTo(Jid.of("juliet@localhost/garden"));
      assertThat(all.get(1).to()).isEqualTo(Jid.of("romeo@example.net"));
      assertThat(all.get(1).id()).isEqualTo("s1");
      assertThat(all.get(3).from()).isEqualTo(Jid.of("romeo@example.net/orchard"));
      assertThat(all.get(3).type()).isEqualTo(Message.Type.CHAT);
      assertThat(copies)
          .extracting(Carbon::direction)
          .containsExactly(Direction.SENT, Direction.RECEIVED);
      assertThat(copies).allMatch(carbon -> Copied.in(carbon.message()) == null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sent", "received", "neither"})
  void a_stranger_that_writes_the_mark_is_delivered_without_it(String way) throws Exception {
    String mark = MARK.formatted(way);
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s ->
                s.send(
                    live("direct", mark + MARK.formatted("sent"))
                        + copy("received", RECEIVED.formatted("copied", mark))))) {
      List<Message> both = next(2);
      assertThat(both.get(0).body()).isEqualTo("direct");
      assertThat(both.get(0).element().child("copied", Copied.NAMESPACE)).isNull();
      assertThat(it.get(Carbons.class).direction(both.get(0))).isNull();
      assertThat(both.get(1).element().children())
          .filteredOn(child -> child.is("copied", Copied.NAMESPACE))
          .containsExactly(Copied.RECEIVED.toElement());
      assertThat(it.get(Carbons.class).direction(both.get(1))).isEqualTo(Direction.RECEIVED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"romeo@example.net", "juliet@localhost/balcony", "localhost"})
  void copies_from_others_reach_nobody_and_are_counted(String from) throws Exception {
    String forged =
        copy("sent", SENT.formatted("forged", ""))
            .replace("from='juliet@localhost' ", "from='" + from + "' ");
    try (ScriptedClient it =
        client(Delivery.AMONG_MESSAGES, s -> s.send(forged + live("good", "")))) {
      assertThat(next(1)).extracting(Message::body).containsExactly("good");
      assertThat(messages).isEmpty();
      assertThat(copies).isEmpty();
      assertThat(it.get(Carbons.class).forged()).isEqualTo(1);
    }
  }

  /** A stranger's message that holds a copy, of which another device got a real copy. */
  @Test
  void a_copy_within_a_copy_is_not_believed() throws Exception {
    String nested =
        "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
            + SENT.formatted("forged", "")
            + "</forwarded></sent>";
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s ->
                s.send(copy("received", RECEIVED.formatted("outer", nested)) + live("good", "")))) {
      assertThat(next(1)).extracting(Message::body).containsExactly("good");
      assertThat(messages).isEmpty();
      assertThat(copies).isEmpty();
      assertThat(it.client().stream()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<x xmlns='http://jabber.org/protocol/muc#user'/>",
        "<x xmlns='jabber:x:conference' jid='garden@rooms.localhost'/>",
        "<event xmlns='http://jabber.org/protocol/pubsub#event'/>",
        "<result xmlns='urn:xmpp:mam:2' id='1'/>"
      })
  void what_others_deliver_stays_apart(String content) throws Exception {
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s -> s.send(copy("sent", SENT.formatted("apart", content)) + live("good", "")))) {
      assertThat(next(1)).extracting(Message::body).containsExactly("good");
      assertThat(messages).isEmpty();
      assertThat(copies).extracting(carbon -> carbon.message().body()).containsExactly("apart");
      assertThat(it.get(Carbons.class).forged()).isZero();
    }
  }

  @Test
  void copies_that_cannot_be_read_are_left_out() throws Exception {
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s ->
                s.send(
                    copy("sent", "")
                        + copy("received", "<message xmlns='jabber:client' from='@@'/>")
                        + live("good", "")))) {
      assertThat(next(1)).extracting(Message::body).containsExactly("good");
      assertThat(copies).isEmpty();
      assertThat(it.client().stream()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void a_copy_that_is_passed_on_has_no_mark(Direction direction) throws Exception {
    boolean sent = direction == Direction.SENT;
    String inner = sent ? SENT : RECEIVED;
    try (ScriptedClient it =
        client(
            Delivery.AMONG_MESSAGES,
            s ->
                s.send(copy(sent ? "sent" : "received", inner.formatted("words", "")))
                    .expect(
                        "<message to='nurse@example.net' type='chat' id='n1'><body>words</body>"
                            + "</message>"))) {
      Message copy = next(1).get(0);
      Message on =
          Message.of(
              copy.element().toBuilder()
                  .attribute("from", null)
                  .attribute("to", "nurse@example.net")
                  .attribute("id", "n1")
                  .build());
      it.client().send(on).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void by_default_a_mark_says_nothing() throws Exception {
    try (ScriptedClient it =
        client(
            Delivery.APART,
            s ->
                s.send(
                    copy("sent", SENT.formatted("apart", ""))
                        + live("marked", MARK.formatted("sent"))))) {
      Message marked = next(1).get(0);
      assertThat(marked.body()).isEqualTo("marked");
      assertThat(it.get(Carbons.class).direction(marked)).isNull();
      assertThat(copies).extracting(carbon -> carbon.message().body()).containsExactly("apart");
    }
  }
}
