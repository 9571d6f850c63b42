package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The extension in a client. */
@Timeout(60)
class ReferencesTest {

  private static final Jid ROMEO = Jid.of("romeo@example.net/orchard");

  @Test
  void announces_what_it_implements() {
    try (ScriptedClient it = ScriptedClient.bound(References::new, script -> {})) {
      assertThat(it.get(References.class).features())
          .containsExactlyInAnyOrder(
              "urn:xmpp:message-correct:0",
              "urn:xmpp:message-retract:1",
              "urn:xmpp:reactions:0",
              "urn:xmpp:reply:0",
              "urn:xmpp:fallback:0",
              "urn:xmpp:styling:0",
              "urn:xmpp:spoiler:0",
              "jabber:x:oob",
              "urn:xmpp:eme:0");
    }
  }

  @Test
  void announces_only_what_the_program_displays() {
    try (ScriptedClient it =
        ScriptedClient.bound(
            client -> new References(client, Set.of(Reactions.NAMESPACE)), script -> {})) {
      assertThat(it.get(References.class).features()).containsExactly("urn:xmpp:reactions:0");
    }
  }

  @Test
  void its_conversations_are_those_of_the_bound_account() {
    try (ScriptedClient it = ScriptedClient.bound(References::new, script -> {})) {
      References references = it.get(References.class);
      Jid own = it.client().address();
      assertThat(references.with(ROMEO)).isEqualTo(Conversation.with(own, ROMEO));
      assertThat(references.in(ROMEO)).isEqualTo(Conversation.in(own, ROMEO));
      assertThat(references.privately(ROMEO)).isEqualTo(Conversation.privately(own, ROMEO));
    }
  }

  @Test
  void a_correction_and_a_reaction_on_the_wire() throws Exception {
    CompletableFuture<RevisedMessage> reacted = new CompletableFuture<>();
    try (ScriptedClient it =
        ScriptedClient.bound(
            References::new,
            script ->
                script
                    .expectLike(
                        "<message to='romeo@example.net' type='chat' id='{id}'>"
                            + "<body>airlock</body></message>")
                    .expectLike(
                        "<message to='romeo@example.net' type='chat' id='{next}'>"
                            + "<body>window</body>"
                            + "<replace xmlns='urn:xmpp:message-correct:0' id='{id}'/></message>")
                    .send(
                        "<message from='romeo@example.net/orchard' type='chat' id='r'>"
                            + "<reactions xmlns='urn:xmpp:reactions:0' id='{next}'>"
                            + "<reaction>🐢</reaction></reactions></message>"))) {
      Conversation romeo = it.get(References.class).with(ROMEO);
      Revisions revisions = new Revisions(romeo);
      it.client()
          .onMessage(
              message -> {
                RevisedMessage revised = revisions.received(message);
                if (revised != null) {
                  reacted.complete(revised);
                }
              });
      Message original = romeo.message("airlock");
      Message corrected = romeo.correctionOf(original, "window");
      revisions.received(original);
      revisions.received(corrected);
      it.client().send(original).join();
      it.client().send(corrected).join();
      RevisedMessage revised = reacted.get(20, TimeUnit.SECONDS);
      assertThat(revised.text()).isEqualTo("window");
      assertThat(revised.reactions()).containsEntry(ROMEO.bare(), Set.of("🐢"));
    }
  }
}
