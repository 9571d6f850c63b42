package im.linnet.messageevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** e.60: typing notices on, cancelled, timed out, and without an id. */
@Timeout(120)
class MessageEventsTest {

  private static final Jid FRIEND = Jid.of("friend%hotmail.com@msn.localhost/msn");
  private static final String REQUEST = "<x xmlns='jabber:x:event'><composing/></x>";

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private @Nullable ScriptedClient juliet;

  private static String from(Jid contact, String attributes, String content) {
    return "<message type='chat' from='%s' %s>%s</message>".formatted(contact, attributes, content);
  }

  /** A message of the gateway's contact that asks for notices, as PyMSNt's messages all do. */
  private static String asking(String id) {
    return from(FRIEND, "id='" + id + "'", "<body>Hi</body>" + REQUEST);
  }

  private static String notice(String content) {
    return from(FRIEND, "", "<x xmlns='jabber:x:event'>" + content + "</x>");
  }

  private static String sentNotice(String content) {
    return "<message type='chat' id='{i}' to='%s'><x xmlns='jabber:x:event'>%s</x></message>"
        .formatted(FRIEND, content);
  }

  private static String sentText(Jid to, String payloads) {
    return "<message type='chat' id='{i}' to='%s'><body>Hello</body>%s</message>"
        .formatted(to, payloads);
  }

  /** Something that follows, by which the test knows that what came before was read. */
  private static String done(String name) {
    return "<message from='localhost'><subject>" + name + "</subject></message>";
  }

  private ScriptedClient.Builder client(Asking asking) {
    return client(asking, MessageEvents.TYPING_LIMIT);
  }

  private static ScriptedClient.Builder client(Asking asking, Duration limit) {
    return ScriptedClient.builder()
        .with(client -> new MessageEvents(client, asking, limit))
        .overTls()
        .endingAnyhow();
  }

  private ScriptedClient.Builder client() {
    return client(Asking.IN_RETURN);
  }

  /** Connects; the script waits for the cue {@code go} before it sends the first stanzas. */
  private ScriptedClient connect(ScriptedClient.Builder builder, Consumer<Script> lines) {
    ScriptedClient it = builder.bound(script -> script.awaitCue("go").then(lines));
    juliet = it;
    events().onTyping((contact, typing) -> seen.add(contact + " " + typing));
    it.client()
        .onMessage(
            message -> {
              if (message.subject() != null) {
                seen.add(String.valueOf(message.subject()));
              }
            });
    it.peer().cue("go");
    return it;
  }

  private MessageEvents events() {
    if (juliet == null) {
      throw new IllegalStateException("not connected");
    }
    return juliet.get(MessageEvents.class);
  }

  private boolean sends(Jid contact, boolean typing) throws Exception {
    return events().send(contact, typing).get(30, TimeUnit.SECONDS);
  }

  private void says(ScriptedClient it, Jid contact) throws Exception {
    it.client().send(Message.chat(contact, "Hello")).get(30, TimeUnit.SECONDS);
  }

  private @Nullable String next() throws InterruptedException {
    return seen.poll(30, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("e.60: composing and its cancellation name the last message that asked")
  void sends_what_was_asked_for() throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(asking("m1") + asking("m2") + done("read"))
                    .expect(sentNotice("<composing/><id>m2</id>"))
                    .expect(sentNotice("<id>m2</id>"))
                    .expect(sentNotice("<composing/><id>m2</id>")))) {
      assertThat(next()).isEqualTo("read");
      assertThat(sends(FRIEND, true)).isTrue();
      assertThat(sends(FRIEND, true)).as("raised twice").isFalse();
      assertThat(sends(FRIEND.bare(), false)).isTrue();
      assertThat(sends(FRIEND, false)).as("cancelled twice").isFalse();
      assertThat(sends(FRIEND.bare(), true)).isTrue();
      it.peer().await();
    }
  }

  @Test
  @DisplayName("e.60: a message without an id is answered with an empty one")
  void answers_a_message_without_an_id() throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(from(FRIEND, "", "<body>Hi</body>" + REQUEST) + done("read"))
                    .expect(sentNotice("<composing/><id/>"))
                    .expect(sentNotice("<id/>")))) {
      assertThat(next()).isEqualTo("read");
      assertThat(sends(FRIEND, true)).isTrue();
      assertThat(sends(FRIEND, false)).isTrue();
      it.peer().await();
    }
  }

  @ParameterizedTest
  @DisplayName("e.60: no notice without a request in the last message")
  @ValueSource(
      strings = {
        "<body>Hi</body>",
        "<body>Hi</body><x xmlns='jabber:x:event'><delivered/></x>",
        "<body>Hi</body><x xmlns='jabber:x:event'><id>m0</id></x>",
        "<body>Hi</body><x xmlns='jabber:x:event'/>",
        "<body>Hi</body><x xmlns='jabber:x:event'><composing/></x>"
            + "<x xmlns='jabber:x:delay' stamp='20020910T23:08:25'/>"
      })
  void sends_nothing_that_was_not_asked_for(String content) throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(asking("m1") + from(FRIEND, "id='m2'", content) + done("read"))
                    .expect(sentText(FRIEND, "")))) {
      assertThat(next()).isEqualTo("read");
      assertThat(sends(FRIEND, true)).isFalse();
      assertThat(sends(FRIEND, false)).isFalse();
      says(it, FRIEND);
      it.peer().await();
    }
  }

  @Test
  void an_id_too_long_to_keep_is_no_request() throws Exception {
    try (ScriptedClient it =
        connect(client(), s -> s.send(asking("m".repeat(1025)) + done("read")))) {
      assertThat(next()).isEqualTo("read");
      assertThat(sends(FRIEND, true)).isFalse();
      it.peer().await();
    }
  }

  @Test
  void nobody_who_has_not_written_gets_a_notice() throws Exception {
    try (ScriptedClient it =
        connect(client(Asking.OFFERED), s -> s.send(asking("m1") + done("read")))) {
      assertThat(next()).isEqualTo("read");
      assertThat(sends(Jid.of("other%hotmail.com@msn.localhost"), true)).isFalse();
      assertThat(sends(Jid.of(FRIEND.bare() + "/other"), true)).isFalse();
      it.peer().await();
    }
  }

  @Test
  void asks_contacts_that_ask_and_no_others() throws Exception {
    Jid romeo = Jid.of("romeo@localhost");
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(asking("m1") + done("read"))
                    .expect(sentText(FRIEND, REQUEST))
                    .expect(sentText(FRIEND.bare(), REQUEST))
                    .expect(sentText(romeo, "")))) {
      assertThat(next()).isEqualTo("read");
      says(it, FRIEND);
      says(it, FRIEND.bare());
      says(it, romeo);
      it.peer().await();
    }
  }

  @Test
  void asks_contacts_that_the_program_knows_and_those_of_a_gateway() throws Exception {
    Jid romeo = Jid.of("romeo@localhost");
    try (ScriptedClient it =
        connect(
            client(),
            s -> s.expect(sentText(romeo, REQUEST)).expect(sentText(FRIEND.bare(), REQUEST)))) {
      events().wanted(romeo);
      events().wanted(Jid.of("msn.localhost"));
      says(it, romeo);
      says(it, FRIEND.bare());
      it.peer().await();
    }
  }

  /** At PyMSNt the last message to any contact says whether notices are wanted from all. */
  @Test
  void asks_contacts_of_a_gateway_also_after_a_message_came_back() throws Exception {
    String error =
        "<message type='error' from='%s'><body>Hello</body><error type='wait'/></message>"
            .formatted(FRIEND);
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(error + done("read"))
                    .expect(sentText(FRIEND, REQUEST)))) {
      events().wanted(Jid.of("msn.localhost"));
      says(it, FRIEND);
      assertThat(next()).isEqualTo("read");
      says(it, FRIEND);
      it.peer().await();
    }
  }

  @Test
  void offers_until_the_contact_replies_without_asking() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(from(FRIEND, "", "<body>Hi</body>") + done("read"))
                    .expect(sentText(FRIEND, "")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo("read");
      says(it, FRIEND);
      it.peer().await();
    }
  }

  @Test
  void never_means_never() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.NEVER),
            s -> s.send(asking("m1") + done("read")).expect(sentText(FRIEND, "")))) {
      assertThat(next()).isEqualTo("read");
      events().wanted(FRIEND);
      assertThat(sends(FRIEND, true)).isFalse();
      says(it, FRIEND);
      it.peer().await();
    }
  }

  @Test
  void only_messages_of_a_chat_ask() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED),
            s ->
                s.expect("<message type='groupchat' id='{i}' to='r0@msn.localhost'>*</message>")
                    .expect("<message id='{i}' to='" + FRIEND + "'><body>Hello</body></message>")
                    .expect("<message type='chat' id='{i}' to='" + FRIEND + "'>*</message>"))) {
      Jid room = Jid.of("r0@msn.localhost");
      it.client().send(Message.builder(room).type(Message.Type.GROUPCHAT).build());
      it.client().send(Message.builder(FRIEND).body("Hello").build());
      it.client().send(Message.builder(FRIEND).type(Message.Type.CHAT).build());
      it.peer().await();
    }
  }

  @Test
  void a_request_of_the_program_counts_and_is_not_doubled() throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(notice("<composing/><id>{i}</id>") + done("read")))) {
      it.client()
          .send(Message.chat(FRIEND, "Hello").toBuilder().payload(MessageEvent.request()).build());
      assertThat(next()).isEqualTo(FRIEND + " true");
      it.peer().await();
    }
  }

  /** {@code connect()} completes even if callbacks are held up. */
  @Test
  void what_is_sent_before_the_extension_is_called_counts() throws Exception {
    CompletableFuture<Void> heldUp = new CompletableFuture<>();
    ScriptedClient.Builder late =
        ScriptedClient.builder()
            .with(
                client -> {
                  client.onState(
                      state -> {
                        if (state instanceof ConnectionState.Connected) {
                          heldUp.join();
                        }
                      });
                  return new Extension() {};
                })
            .with(client -> new MessageEvents(client, Asking.OFFERED))
            .overTls()
            .endingAnyhow();
    try (ScriptedClient it =
        connect(
            late,
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(notice("<composing/><id>{i}</id>") + done("read")))) {
      says(it, FRIEND);
      heldUp.complete(null);
      assertThat(next()).isEqualTo(FRIEND + " true");
      it.peer().await();
    }
  }

  @Test
  @DisplayName("e.60: composing and its cancellation are reported")
  void reports_what_the_contact_does() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(
                        notice("<composing/><id>{i}</id>")
                            + notice("<composing/><id>{i}</id>")
                            + done("typing"))
                    .awaitCue("on")
                    .send(
                        notice("<delivered/><id>{i}</id>")
                            + done("delivered")
                            + notice("<id>{i}</id>")
                            + notice("<id>{i}</id>")
                            + notice("<composing/><id/>")
                            + asking("m1")
                            + done("end")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo(FRIEND + " true");
      assertThat(next()).isEqualTo("typing");
      assertThat(events().isTyping(FRIEND.bare())).isTrue();
      it.peer().cue("on");
      assertThat(next()).isEqualTo("delivered");
      assertThat(next()).isEqualTo(FRIEND + " false");
      assertThat(next()).isEqualTo(FRIEND + " true");
      assertThat(next()).as("a message ends it").isEqualTo(FRIEND + " false");
      assertThat(next()).isEqualTo("end");
      assertThat(events().isTyping(FRIEND)).isFalse();
    }
  }

  @Test
  @DisplayName("e.60: composing ends after the limit")
  void typing_ends_by_itself() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED, Duration.ofMillis(50)),
            s -> s.expect(sentText(FRIEND, REQUEST)).send(notice("<composing/><id>{i}</id>")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo(FRIEND + " true");
      assertThat(next()).isEqualTo(FRIEND + " false");
    }
  }

  @Test
  @DisplayName("e.60: notices from strangers, delayed, bounced, from a room, malformed")
  void notices_that_were_not_asked_for_are_ignored() throws Exception {
    String composing = "<x xmlns='jabber:x:event'><composing/><id>1</id></x>";
    Jid evil = Jid.of("user@evil.example/x");
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(
                        from(evil, "", composing)
                            + from(FRIEND, "", composing + "<delay xmlns='urn:xmpp:delay'/>")
                            + "<message type='groupchat' from='%s'>%s</message>"
                                .formatted(FRIEND, composing)
                            + "<message type='chat'>"
                            + composing
                            + "</message>"
                            + notice("<composing/>")
                            + notice("")
                            + notice("<composing xmlns='urn:other'/><id>1</id>")
                            + done("read")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo("read");
      assertThat(events().isTyping(evil)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presence type='unavailable' from='friend%hotmail.com@msn.localhost/msn'/>",
        "<presence type='unavailable' from='friend%hotmail.com@msn.localhost'/>",
        "<message type='error' from='friend%hotmail.com@msn.localhost'><body>Hello</body>"
            + "<error type='cancel'/></message>"
      })
  void a_contact_that_is_gone_is_forgotten(String gone) throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(asking("m1") + done("read"))
                    .expect(sentText(FRIEND, REQUEST))
                    .send(
                        notice("<composing/><id>{i}</id>")
                            + "<presence type='unavailable'"
                            + " from='friend%hotmail.com@msn.localhost/other'/>"
                            + done("typing")
                            + gone
                            + notice("<composing/><id>{i}</id>")
                            + done("gone"))
                    .expect(sentText(FRIEND, "")))) {
      assertThat(next()).isEqualTo("read");
      says(it, FRIEND);
      assertThat(next()).isEqualTo(FRIEND + " true");
      assertThat(next()).isEqualTo("typing");
      assertThat(next()).isEqualTo(FRIEND + " false");
      assertThat(next()).isEqualTo("gone");
      assertThat(sends(FRIEND, true)).isFalse();
      says(it, FRIEND);
      it.peer().await();
    }
  }

  /** What linnet-chatstates is to this extension. */
  private record ChatStates() implements Extension {
    @Override
    public Set<String> features() {
      return Set.of("http://jabber.org/protocol/chatstates");
    }
  }

  private static final String BOTH =
      "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
          + "<x xmlns='jabber:x:event'><composing/><id>{i}</id></x>";

  @Test
  void messages_with_a_chat_state_are_left_to_chat_states() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED).with(client -> new ChatStates()),
            s ->
                s.expect(sentText(FRIEND, REQUEST))
                    .send(
                        from(FRIEND, "", BOTH)
                            + from(
                                FRIEND,
                                "id='m1'",
                                "<body>Hi</body><active"
                                    + " xmlns='http://jabber.org/protocol/chatstates'/>"
                                    + REQUEST)
                            + done("read"))
                    .expect(sentText(FRIEND, "")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo("read");
      assertThat(sends(FRIEND, true)).isFalse();
      says(it, FRIEND);
      it.peer().await();
    }
  }

  @Test
  void without_chat_states_both_kinds_of_clients_are_heard() throws Exception {
    try (ScriptedClient it =
        connect(
            client(Asking.OFFERED),
            s -> s.expect(sentText(FRIEND, REQUEST)).send(from(FRIEND, "", BOTH) + done("read")))) {
      says(it, FRIEND);
      assertThat(next()).isEqualTo(FRIEND + " true");
      assertThat(next()).isEqualTo("read");
    }
  }

  @Test
  void a_new_message_asks_for_a_new_notice() throws Exception {
    try (ScriptedClient it =
        connect(
            client(),
            s ->
                s.send(asking("m1") + done("one"))
                    .expect(sentNotice("<composing/><id>m1</id>"))
                    .send(asking("m2") + done("two"))
                    .expect(sentNotice("<composing/><id>m2</id>"))
                    .expect(sentText(FRIEND, REQUEST))
                    .expect(sentNotice("<composing/><id>m2</id>")))) {
      assertThat(next()).isEqualTo("one");
      assertThat(sends(FRIEND, true)).isTrue();
      assertThat(next()).isEqualTo("two");
      assertThat(sends(FRIEND, true)).isTrue();
      says(it, FRIEND);
      assertThat(sends(FRIEND, false)).as("the message has ended it").isFalse();
      assertThat(sends(FRIEND, true)).isTrue();
      it.peer().await();
    }
  }

  @Test
  void what_could_not_be_sent_fails_and_may_be_sent_again() throws Exception {
    XmppClient client;
    MessageEvents events;
    try (ScriptedClient it =
        connect(client(), s -> s.send(asking("m1") + done("read")).awaitCue("end").reset())) {
      assertThat(next()).isEqualTo("read");
      client = it.client();
      events = events();
      BlockingQueue<Object> states = new LinkedBlockingQueue<>();
      client.onState(states::add);
      it.peer().cue("end");
      while (!String.valueOf(states.poll(30, TimeUnit.SECONDS)).startsWith("Disconnected")) {
        // The states before it.
      }
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> events.send(FRIEND, true).get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(TransportException.class);
      }
    }
  }

  @Test
  void refuses_a_limit_that_is_none() {
    try (XmppClient client =
        XmppClient.builder("juliet@localhost").sasl(Sasl.password("secret")).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new MessageEvents(client, Asking.OFFERED, Duration.ZERO));
    }
  }
}
