package im.linnet.noerror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Section d.7: for bots only, off by default, and never by mistake. */
@Timeout(120)
class NoErrorMessagesTest {

  private static final Jid GATEWAY = Jid.of("msn.localhost");
  private static final Jid FRIEND = Jid.of("friend%hotmail.com@msn.localhost");
  private static final Element MARK = Element.of("noerror", "sapo:noerror");

  @Test
  void marks_a_message_on_purpose_only() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(
                        "<message id='*' type='chat' to='friend%hotmail.com@msn.localhost'>"
                            + "<body>Hi</body><noerror xmlns='sapo:noerror'/></message>")
                    .expect(
                        "<message id='*' type='chat' to='friend%hotmail.com@msn.localhost'>"
                            + "<body>Hi</body></message>"))) {
      Message hi = Message.chat(FRIEND, "Hi");
      get(it.get(NoErrorMessages.class).sendLosingAllErrors(hi));
      get(it.client().send(hi));
    }
  }

  @Test
  void keeps_the_id_and_marks_once() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(
                        "<message id='m1' to='friend%hotmail.com@msn.localhost'>"
                            + "<body>Hi</body><noerror xmlns='sapo:noerror'/></message>")
                    .expect(
                        "<message id='m1' to='friend%hotmail.com@msn.localhost'>"
                            + "<body>Hi</body><noerror xmlns='sapo:noerror'/></message>"))) {
      Message hi = Message.builder(FRIEND).id("m1").body("Hi").build();
      NoErrorMessages messages = it.get(NoErrorMessages.class);
      get(messages.sendLosingAllErrors(hi));
      get(messages.sendLosingAllErrors(hi.toBuilder().payload(MARK).build()));
    }
  }

  /** Such as a copy of a message that was received with it. */
  @Test
  void a_mark_by_mistake_is_removed_and_the_rest_is_kept() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(
                    "<message id='m1' type='chat' to='friend%hotmail.com@msn.localhost'>"
                        + "<body>Hi</body><other xmlns='urn:test'/></message>"))) {
      Message copy =
          Message.chat(FRIEND, "Hi").toBuilder()
              .id("m1")
              .payload(MARK)
              .payload(Element.of("other", "urn:test"))
              .build();
      get(it.client().send(copy));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Message.Type.class,
      names = {"GROUPCHAT", "HEADLINE", "ERROR"})
  void refuses_other_types(Message.Type type) throws Exception {
    refuses(Message.builder(FRIEND).type(type).body("Hi").build(), "of type " + type);
  }

  static Stream<Jid> others() {
    return Stream.of(
        GATEWAY,
        Jid.of("romeo@localhost"),
        Jid.of("friend%hotmail.com@icq.localhost"),
        Jid.of("friend%hotmail.com@evil.msn.localhost"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refuses_recipients_elsewhere(Jid to) throws Exception {
    refuses(Message.chat(to, "Hi"), "not a contact at one of the gateways");
  }

  @Test
  void refuses_a_message_without_words() throws Exception {
    refuses(Message.builder(FRIEND).payload(MARK).build(), "no body");
  }

  @Test
  void can_be_read() {
    assertThat(NoError.isIn(Message.chat(FRIEND, "Hi"))).isFalse();
    Message marked = Message.chat(FRIEND, "Hi").toBuilder().payload(MARK).build();
    assertThat(NoError.isIn(marked)).isTrue();
    assertThat(marked.payload(NoError.TYPE))
        .isEqualTo(NoError.of(MARK))
        .hasToString("NoError")
        .hasSameHashCodeAs(NoError.of(MARK));
    assertThatThrownBy(() -> NoError.of(Element.of("noerror", "urn:test")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refuses(Message message, String why) throws Exception {
    try (ScriptedClient it = bound(nothing -> {})) {
      assertThatThrownBy(() -> get(it.get(NoErrorMessages.class).sendLosingAllErrors(message)))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining(why);
    }
  }

  private static ScriptedClient bound(Consumer<Script> lines) {
    return ScriptedClient.bound(client -> new NoErrorMessages(client, GATEWAY::equals), lines);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
