package im.linnet.chatstates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ChatStatesTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final String NS = "xmlns='http://jabber.org/protocol/chatstates'";

  private static String chat(String content) {
    return "<message type='chat' from='" + ROMEO + "'>" + content + "</message>";
  }

  /** Something that follows, by which the test knows that what came before was read. */
  private static String done() {
    return "<message from='localhost'><subject>done</subject></message>";
  }

  /** A client that has read all that the server sends at once. */
  private static ScriptedClient after(Sending sending, String sent, Consumer<Script> lines)
      throws Exception {
    ScriptedClient juliet =
        ScriptedClient.builder()
            .with(client -> new ChatStates(client, sending))
            .overTls()
            .endingAnyhow()
            .bound(s -> s.awaitCue("send").send(sent + done()).then(lines));
    BlockingQueue<Message> read = new LinkedBlockingQueue<>();
    juliet
        .client()
        .onMessage(
            message -> {
              if (message.subject() != null) {
                read.add(message);
              }
            });
    juliet.peer().cue("send");
    assertThat(read.poll(10, TimeUnit.SECONDS)).isNotNull();
    return juliet;
  }

  private static ChatStates states(ScriptedClient juliet) {
    return juliet.client().get(ChatStates.class);
  }

  private static boolean sends(ScriptedClient juliet, Jid to, ChatState state) throws Exception {
    return states(juliet).send(to, state).get(10, TimeUnit.SECONDS);
  }

  /** What the server gets if that message is sent. */
  private static String sent(Jid to, String content) {
    return "<message type='chat' id='{i}' to='" + to + "'>" + content + "</message>";
  }

  /** Sends a chat message, and waits until the server has all that the script awaits. */
  private static void says(ScriptedClient juliet, String words) throws Exception {
    juliet.client().send(Message.chat(ROMEO, words)).get(10, TimeUnit.SECONDS);
    juliet.peer().await();
  }

  @Test
  void sends_in_return_and_never_the_same_twice() throws Exception {
    String head = "<message type='chat' id='{i}' to='" + ROMEO + "'>";
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            chat("<body>Lady!</body><active " + NS + "/>"),
            s ->
                s.expect(head + "<composing " + NS + "/></message>")
                    .expect(head + "<paused " + NS + "/></message>")
                    .expect(head + "<gone " + NS + "/><thread>t1</thread></message>"))) {
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isTrue();
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isFalse();
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isTrue();
      assertThat(states(juliet).send(ROMEO, ChatState.GONE, "t1").get(10, TimeUnit.SECONDS))
          .isTrue();
      juliet.peer().await();
      assertThat(states(juliet).state(ROMEO)).isEqualTo(ChatState.ACTIVE);
      assertThat(states(juliet).state(ROMEO.bare())).isEqualTo(ChatState.ACTIVE);
    }
  }

  /** {@code connect()} completes even if callbacks are held up. */
  @Test
  void what_is_said_before_the_extension_is_called_counts() throws Exception {
    CompletableFuture<Void> heldUp = new CompletableFuture<>();
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(
                client -> {
                  client.onState(
                      state -> {
                        if (state instanceof ConnectionState.Connected) {
                          heldUp.join();
                        }
                      });
                  return new ChatStates(client);
                })
            .overTls()
            .endingAnyhow()
            .bound(s -> s.expect(sent(ROMEO, "<composing " + NS + "/>")))) {
      states(juliet).wanted(ROMEO);
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isTrue();
      heldUp.complete(null);
      juliet.callbacksDone();
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).as("once more").isFalse();
      juliet.peer().await();
    }
  }

  @Test
  void says_nothing_to_who_has_not_asked() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            chat("<body>Lady!</body>"),
            s -> s.expect(sent(ROMEO, "<body>Ay me!</body>")))) {
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isFalse();
      says(juliet, "Ay me!");
      assertThat(states(juliet).state(ROMEO)).isNull();
    }
  }

  @Test
  void adds_active_to_messages_for_who_has_asked() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            chat("<composing " + NS + "/>"),
            s ->
                s.expect(sent(ROMEO, "<body>Ay me!</body><active " + NS + "/>"))
                    .expect(sent(ROMEO.bare(), "<body>x</body><active " + NS + "/>")))) {
      Message reply = Message.chat(ROMEO, "Ay me!");
      juliet.client().deliver(reply).get(10, TimeUnit.SECONDS);
      juliet.client().send(Message.chat(ROMEO.bare(), "x")).get(10, TimeUnit.SECONDS);
      juliet.peer().await();
      assertThat(sends(juliet, ROMEO, ChatState.ACTIVE)).as("told already").isFalse();
    }
  }

  @Test
  void leaves_messages_alone_that_are_no_words_of_a_chat_or_carry_a_state() throws Exception {
    String gone = "<body>Adieu</body><gone " + NS + "/>";
    String receipt = "<received xmlns='urn:xmpp:receipts' id='1'/>";
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            chat("<composing " + NS + "/>"),
            s ->
                s.expect(sent(ROMEO, gone))
                    .expect(sent(ROMEO, receipt))
                    .expect("<message id='{i}' to='" + ROMEO + "'><body>no chat</body></message>")
                    .expect(
                        "<message type='groupchat' id='{i}' to='room@localhost'>"
                            + "<body>all</body></message>"))) {
      XmppClient client = juliet.client();
      client.send(
          Message.builder(ROMEO)
              .type(Message.Type.CHAT)
              .body("Adieu")
              .payload(ChatState.GONE)
              .build());
      client.send(
          Message.builder(ROMEO)
              .type(Message.Type.CHAT)
              .payload(
                  Element.builder("received", "urn:xmpp:receipts").attribute("id", "1").build())
              .build());
      client.send(Message.builder(ROMEO).body("no chat").build());
      Jid room = Jid.of("room@localhost");
      client.send(Message.builder(room).type(Message.Type.GROUPCHAT).body("all").build());
      juliet.peer().await();
    }
  }

  @Test
  void stops_when_a_reply_has_none() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.OFFERED,
            chat("<active " + NS + "/><body>1</body>") + chat("<body>2</body>"),
            s -> s.expect(sent(ROMEO, "<body>Ay me!</body>")))) {
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isFalse();
      says(juliet, "Ay me!");
    }
  }

  @Test
  void stops_when_a_message_comes_back() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            chat("<active " + NS + "/>")
                + "<message type='error' from='"
                + ROMEO
                + "'><composing "
                + NS
                + "/><error type='cancel'/></message>",
            Script::silence)) {
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presence type='unavailable' from='romeo@localhost/orchard'/>",
        "<presence type='unavailable' from='romeo@localhost'/>",
        "<presence type='error' from='romeo@localhost/orchard'><error type='cancel'/></presence>",
        "<presence type='error' from='romeo@localhost'><error type='wait'/></presence>"
      })
  void stops_when_the_contact_goes_offline(String presence) throws Exception {
    try (ScriptedClient juliet =
        after(Sending.IN_RETURN, chat("<active " + NS + "/>") + presence, Script::silence)) {
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isFalse();
      assertThat(sends(juliet, ROMEO.bare(), ChatState.PAUSED)).isFalse();
      assertThat(states(juliet).state(ROMEO)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>",
        "<x xmlns='jabber:x:delay' stamp='20020910T23:08:25'/>",
        "<x xmlns='jabber:x:delay' stamp='yesterday'/>",
        "<delay xmlns='urn:xmpp:delay'/>"
      })
  void a_state_that_was_stored_is_over(String note) throws Exception {
    String content = "<composing " + NS + "/>" + note;
    try (ScriptedClient juliet = after(Sending.IN_RETURN, chat(content), Script::silence)) {
      assertThat(states(juliet).state(ROMEO)).isNull();
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isFalse();
    }
  }

  /** It was written before the contact showed that it wants chat states. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<body>Lady!</body><delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>",
        "<body>Lady!</body><x xmlns='jabber:x:delay' stamp='20020910T23:08:25'/>",
        "<body/>",
        "<body></body><thread>t1</thread>",
        "<body> \n </body>",
        "<received xmlns='urn:xmpp:receipts' id='1'/>",
        "<subject>Verona</subject>"
      })
  void what_is_no_reply_stops_nothing(String content) throws Exception {
    String sent = chat("<composing " + NS + "/>") + chat(content);
    try (ScriptedClient juliet = after(Sending.IN_RETURN, sent, s -> s.expectLike("<message/>"))) {
      assertThat(states(juliet).state(ROMEO)).isEqualTo(ChatState.COMPOSING);
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isTrue();
    }
  }

  @Test
  void a_thread_that_cannot_be_sent_fails_and_tells_nothing() throws Exception {
    String content = "<composing " + NS + "/>";
    try (ScriptedClient juliet =
        after(Sending.IN_RETURN, chat(content), s -> s.expectLike("<message/>"))) {
      var sent = states(juliet).send(ROMEO, ChatState.PAUSED, "t\u0007");
      assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RefusedException.class);
      assertThat(sends(juliet, ROMEO, ChatState.PAUSED)).isTrue();
    }
  }

  @Test
  void offers_in_messages_only() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.OFFERED,
            "",
            s -> s.expect(sent(ROMEO, "<body>Ay me!</body><active " + NS + "/>")))) {
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isFalse();
      says(juliet, "Ay me!");
    }
  }

  @Test
  void never_means_never() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.NEVER,
            chat("<composing " + NS + "/>"),
            s -> s.expect(sent(ROMEO, "<body>Ay me!</body>")))) {
      states(juliet).wanted(ROMEO);
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isFalse();
      says(juliet, "Ay me!");
      assertThat(states(juliet).state(ROMEO)).isEqualTo(ChatState.COMPOSING);
    }
  }

  @Test
  void sends_to_whom_the_program_knows_to_want_it() throws Exception {
    try (ScriptedClient juliet =
        after(
            Sending.IN_RETURN,
            "",
            s ->
                s.expectLike(
                    "<message type='chat' to='" + ROMEO + "'><composing " + NS + "/></message>"))) {
      states(juliet).wanted(ROMEO);
      assertThat(sends(juliet, ROMEO, ChatState.COMPOSING)).isTrue();
      juliet.peer().await();
    }
  }

  @Test
  void tells_subscribers_what_is_current() throws Exception {
    List<String> heard = new ArrayList<>();
    BlockingQueue<List<String>> all = new LinkedBlockingQueue<>();
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(ChatStates::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.awaitCue("send")
                        .send(
                            chat("<composing " + NS + "/>")
                                + chat("<body>no state</body>")
                                + "<message type='groupchat' from='room@localhost/nurse'><gone "
                                + NS
                                + "/></message>"
                                + "<message type='groupchat' from='room@localhost/nurse'><inactive "
                                + NS
                                + "/></message>"
                                + chat("<gone " + NS + "/>")
                                + done()))) {
      states(juliet).onState((from, state) -> heard.add(from + " " + state));
      juliet
          .client()
          .onMessage(
              message -> {
                if (message.subject() != null) {
                  all.add(List.copyOf(heard));
                }
              });
      juliet.peer().cue("send");
      assertThat(all.poll(10, TimeUnit.SECONDS))
          .containsExactly(ROMEO + " COMPOSING", "room@localhost/nurse INACTIVE", ROMEO + " GONE");
    }
  }

  @Test
  void what_could_not_be_sent_may_be_sent_again() {
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("secret"))
            .with(ChatStates::new)
            .build();
    ChatStates states = client.get(ChatStates.class);
    states.wanted(ROMEO);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> states.send(ROMEO, ChatState.COMPOSING).get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TransportException.class);
    }
    client.shutdown().join();
  }
}
