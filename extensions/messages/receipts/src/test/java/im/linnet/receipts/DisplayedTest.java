package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markers for what the user has seen. */
@Timeout(120)
class DisplayedTest {

  private static final String MARKABLE = "<markable xmlns='urn:xmpp:chat-markers:0'/>";
  private static final String ROOM = "g@rooms.localhost";
  private static final String INFO = "http://jabber.org/protocol/disco#info";

  private static Message message(String attributes, String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' "
                + attributes
                + "><body>Hi</body>"
                + content
                + "</message>"));
  }

  private static String marker(String type, String to, String id) {
    return ("<message type='%s' to='%s' id='*'><displayed xmlns='urn:xmpp:chat-markers:0' id='%s'/>"
            + "<store xmlns='urn:xmpp:hints'/></message>")
        .formatted(type, to, id);
  }

  private static ScriptedClient client(Predicate<Jid> allowed, Consumer<Script> lines) {
    ReceiptSettings settings = ReceiptSettings.builder().markersTo(allowed).build();
    return ScriptedClient.bound(client -> new Receipts(client, settings), lines);
  }

  private static boolean displays(ScriptedClient it, Message message) throws Exception {
    return it.get(Receipts.class).displayed(message).get(20, TimeUnit.SECONDS);
  }

  private static Script info(Script script, String features) {
    return script
        .expect("<iq type='get' id='{q}' to='" + ROOM + "'><query xmlns='" + INFO + "'/></iq>")
        .send(
            "<iq type='result' id='{q}' from='%s'><query xmlns='%s'>%s</query></iq>"
                .formatted(ROOM, INFO, features));
  }

  @Test
  void a_marker_is_sent_once_to_the_bare_address() throws Exception {
    try (ScriptedClient it =
        client(
            jid -> jid.equals(Jid.of("romeo@localhost")),
            s ->
                s.expect(marker("chat", "romeo@localhost", "m1"))
                    .expect(marker("chat", "romeo@localhost", "m2")))) {
      Message first = message("type='chat' from='romeo@localhost/o' id='m1'", MARKABLE);
      assertThat(displays(it, first)).isTrue();
      assertThat(displays(it, first)).isFalse();
      assertThat(displays(it, message("type='chat' from='romeo@localhost/o' id='m2'", MARKABLE)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type='chat' from='romeo@localhost/o'",
        "type='chat' from='romeo@localhost/o' id=''",
        "type='chat' from='tybalt@localhost/o' id='m'",
        "type='error' from='romeo@localhost/o' id='m'",
        "type='chat' from='juliet@localhost/other' id='m'",
        "type='chat' from='juliet@localhost' id='m'",
        "type='chat' id='m'",
        "type='groupchat' from='other@rooms.localhost/nick' id='m'"
      })
  void none_is_sent_for_other_messages(String attributes) throws Exception {
    try (ScriptedClient it =
        client(jid -> jid.local() != null && !jid.local().matches("tybalt|other"), s -> {})) {
      assertThat(displays(it, message(attributes, MARKABLE))).isFalse();
      assertThat(displays(it, message("type='chat' from='romeo@localhost/o' id='m'", "")))
          .isFalse();
    }
  }

  @Test
  void none_is_sent_by_default() throws Exception {
    try (ScriptedClient it = ScriptedClient.bound(Receipts::new, s -> {})) {
      assertThat(displays(it, message("type='chat' from='romeo@localhost/o' id='m'", MARKABLE)))
          .isFalse();
    }
  }

  @Test
  void an_occupant_who_writes_privately_gets_it_alone() throws Exception {
    try (ScriptedClient it =
        client(
            jid -> jid.equals(Jid.of(ROOM + "/nick")),
            s -> s.expect(marker("chat", ROOM + "/nick", "m")))) {
      String mark = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
      assertThat(
              displays(it, message("type='chat' from='" + ROOM + "/nick' id='m'", MARKABLE + mark)))
          .isTrue();
    }
  }

  @Test
  void rooms_get_their_own_ids_if_they_give_some() throws Exception {
    String ids =
        "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='%s'/>".formatted(ROOM)
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='%s'/>".formatted(ROOM);
    String head = "type='groupchat' from='" + ROOM + "/nick' id='m%d'";
    try (ScriptedClient it =
        client(
            jid -> jid.equals(Jid.of(ROOM)),
            s ->
                info(s, "<feature var='urn:xmpp:sid:0'/>")
                    .expect(marker("groupchat", ROOM, "s1")))) {
      assertThat(displays(it, message(head.formatted(1), MARKABLE + ids))).isTrue();
      assertThat(displays(it, message(head.formatted(2), MARKABLE))).isFalse();
    }
  }

  @Test
  void rooms_that_give_none_get_the_id_of_the_message() throws Exception {
    String forged = "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='%s'/>".formatted(ROOM);
    try (ScriptedClient it =
        client(
            jid -> jid.equals(Jid.of(ROOM)),
            s ->
                info(s, "<feature var='http://jabber.org/protocol/muc'/>")
                    .expect(marker("groupchat", ROOM, "m")))) {
      assertThat(
              displays(
                  it,
                  message("type='groupchat' from='" + ROOM + "/nick' id='m'", MARKABLE + forged)))
          .isTrue();
    }
  }

  @Test
  void a_room_that_does_not_say_so_fails_the_future_and_is_asked_again() throws Exception {
    Message message = message("type='groupchat' from='" + ROOM + "/nick' id='m'", MARKABLE);
    try (ScriptedClient it =
        client(
            jid -> true,
            s ->
                info(
                        s.expectLike("<iq type='get' id='{q}' to='" + ROOM + "'/>")
                            .send(
                                "<iq type='error' id='{q}' from='"
                                    + ROOM
                                    + "'><error type='wait'><remote-server-timeout"
                                    + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"),
                        "")
                    .expect(marker("groupchat", ROOM, "m"))
                    .expectLike("<iq type='get' to='other@rooms.localhost'/>")
                    .mark("asked"))) {
      CompletableFuture<Boolean> failed = it.get(Receipts.class).displayed(message);
      assertThat(failed.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS))
          .isInstanceOf(StanzaException.class);
      assertThat(displays(it, message)).isTrue();
      CompletableFuture<Boolean> cancelled =
          it.get(Receipts.class)
              .displayed(
                  message("type='groupchat' from='other@rooms.localhost/n' id='m'", MARKABLE));
      it.peer().awaitMark("asked");
      assertThat(cancelled.cancel(false)).isTrue();
    }
  }

  @Test
  void a_predicate_that_throws_fails_the_future() throws Exception {
    try (ScriptedClient it =
        client(
            jid -> {
              throw new IllegalStateException("no roster");
            },
            s -> {})) {
      Message message = message("type='chat' from='romeo@localhost/o' id='m'", MARKABLE);
      assertThat(
              it.get(Receipts.class)
                  .displayed(message)
                  .handle((done, failure) -> failure)
                  .get(20, TimeUnit.SECONDS))
          .hasMessage("no roster");
    }
  }

  @Test
  void a_marker_that_was_not_sent_can_be_sent_later() throws Exception {
    Message message = message("type='chat' from='romeo@localhost/o' id='m'", MARKABLE);
    ReceiptSettings settings = ReceiptSettings.builder().markersTo(jid -> true).build();
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(client -> new Receipts(client, settings))
            .built(s -> s.expect(marker("chat", "romeo@localhost", "m")))) {
      CompletableFuture<Boolean> early = it.get(Receipts.class).displayed(message);
      assertThat(early.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS)).isNotNull();
      it.client().connect().get(20, TimeUnit.SECONDS);
      assertThat(displays(it, message)).isTrue();
    }
  }
}
