package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of rooms when the stream ends, is resumed, or another one begins. */
@Timeout(120)
class StreamsTest extends ScriptedRoom {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String GATEWAY = "<presence from='msn.localhost'/>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private static Script bound(Script script) {
    return ScriptedClient.login(script, "");
  }

  private static Script managed(Script script) {
    return ScriptedClient.login(script, "<sm " + SM + "/>")
        .expectLike("<enable " + SM + "/>")
        .send("<enabled " + SM + " id='one' resume='true'/>");
  }

  private GroupChats connected(GroupChatSettings settings) throws Exception {
    XmppClient built =
        ScriptedClient.of(peer).with(client -> new GroupChats(client, settings)).build();
    client = built;
    GroupChats chats = built.get(GroupChats.class);
    watch(chats);
    connect();
    return chats;
  }

  private void connect() throws Exception {
    if (client == null) {
      throw new IllegalStateException("no client");
    }
    try {
      client.connect().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException notYet) {
      // The end of the connection before may not have been noticed.
      throw new AssertionError(peer.transcript(), notYet);
    }
  }

  private void awaitLoss() throws Exception {
    if (client == null) {
      throw new IllegalStateException("no client");
    }
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state.toString().startsWith("Disconnected")) {
            lost.complete(null);
          }
        });
    lost.get(30, TimeUnit.SECONDS);
  }

  @Test
  void rooms_end_with_the_stream_and_can_be_joined_on_the_next() throws Exception {
    peer.script(s -> bound(s).expect(JOIN).send(IN).awaitCue("end").reset());
    peer.script(s -> bound(s).send(GATEWAY).expect(JOIN).send(IN));
    GroupChats chats = connected(GroupChatSettings.standard());
    GroupChat chat = chats.join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Entered " + OWN);
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED");
    assertThat(chats.joined()).isEmpty();
    assertThat(JoinProblem.of(failure(chat.rejoin()))).isEqualTo(JoinProblem.NOT_SENT);
    awaitLoss();
    connect();
    GroupChat again = chat.rejoin().get(30, TimeUnit.SECONDS);
    assertThat(again).isNotSameAs(chat);
    assertThat(next()).isEqualTo("Entered " + OWN);
  }

  @Test
  void a_join_under_way_fails_with_the_stream() throws Exception {
    peer.script(s -> bound(s).expect(JOIN).reset());
    GroupChats chats = connected(GroupChatSettings.standard());
    XmppException failure = failure(chats.join(ROOM, "juliet"));
    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NOT_SENT);
    assertThat(seen).isEmpty();
  }

  @Test
  void rooms_are_joined_again_when_the_gateway_is_there() throws Exception {
    peer.script(s -> bound(s).expect(JOIN).send(IN).awaitCue("end").reset());
    peer.script(
        s ->
            bound(s)
                .awaitCue("gateway")
                .send("<presence from='icq.localhost'/>" + GATEWAY + GATEWAY)
                .expect(JOIN)
                .send(IN));
    GroupChats chats = connected(GroupChatSettings.standard().rejoining());
    chats.join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Entered " + OWN);
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED");
    awaitLoss();
    connect();
    assertThat(seen).isEmpty();
    peer.cue("gateway");
    assertThat(next()).isEqualTo("Entered " + OWN);
    assertThat(chats.joined()).hasSize(1);
  }

  @Test
  void a_room_that_cannot_be_joined_again_is_reported() throws Exception {
    peer.script(s -> bound(s).expect(JOIN).send(IN).awaitCue("end").reset());
    peer.script(
        s ->
            bound(s)
                .send(GATEWAY)
                .expect(JOIN)
                .send(
                    "<presence type='error' from='"
                        + OWN
                        + "'><error type='cancel'><conflict"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"));
    GroupChats chats = connected(GroupChatSettings.standard().rejoining());
    chats.join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Entered " + OWN);
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED");
    awaitLoss();
    connect();
    assertThat(next()).isEqualTo("NotRejoined NICKNAME_IN_USE");
  }

  @Test
  void rooms_survive_a_resumed_stream() throws Exception {
    peer.script(s -> managed(s).expect(JOIN).send(IN).awaitCue("end").reset());
    peer.script(
        s ->
            s.signIn("localhost", "ANONYMOUS")
                .openStream("localhost", "<sm " + SM + "/>")
                .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
                .send("<resumed " + SM + " previd='one' h='1'/>")
                .send("<presence from='" + ROOM + "/ann'/>")
                .awaitCue("end again")
                .reset());
    peer.script(
        s ->
            s.signIn("localhost", "ANONYMOUS")
                .openStream(
                    "localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm " + SM + "/>")
                .expectLike("<resume " + SM + " previd='one'/>")
                .send(
                    "<failed "
                        + SM
                        + "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                .expectLike(
                    "<iq type='set' id='{bind}'>"
                        + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
                .send(
                    "<iq type='result' id='{bind}'><bind"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        + "<jid>juliet@localhost/balcony</jid></bind></iq>")
                .expectLike("<enable " + SM + "/>")
                .send("<enabled " + SM + " id='two' resume='true'/>"));
    GroupChats chats = connected(GroupChatSettings.standard());
    GroupChat chat = chats.join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Entered " + OWN);
    peer.cue("end");
    awaitLoss();
    assertThat(chat.isJoined()).isTrue();
    connect();
    assertThat(next()).isEqualTo("Arrived ann");
    assertThat(chat.isJoined()).isTrue();
    peer.cue("end again");
    awaitLoss();
    connect();
    assertThat(next()).isEqualTo("Left STREAM_ENDED");
    assertThat(chat.isJoined()).isFalse();
  }

  @Test
  void closing_the_client_ends_rooms_and_joins() throws Exception {
    peer.script(
        s ->
            bound(s)
                .expect(JOIN)
                .send(IN)
                .expect("<presence to='r1@msn.localhost/juliet'/>")
                .expectClose()
                .close());
    GroupChats chats = connected(GroupChatSettings.standard());
    GroupChat chat = chats.join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Entered " + OWN);
    CompletableFuture<GroupChat> second = chats.join(Jid.of("r1@msn.localhost"), "juliet");
    if (client != null) {
      client.shutdown().get(30, TimeUnit.SECONDS);
    }
    assertThat(next()).isEqualTo("Left STREAM_ENDED");
    assertThat(failure(second)).isInstanceOf(TransportException.class);
    assertThat(chat.leave()).isCompleted();
    assertThat(failure(chat.rejoin())).isInstanceOf(XmppException.class);
  }

  @Test
  void settings_are_positive() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupChatSettings(0, 1, 1, second, second, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupChatSettings(1, 0, 1, second, second, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupChatSettings(1, 1, 0, second, second, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupChatSettings.standard().answerLimit(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupChatSettings.standard().invitationLimit(second.negated()));
    assertThat(GroupChatSettings.standard().rejoining().rejoin()).isTrue();
  }
}
