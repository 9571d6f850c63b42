package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.test.FrozenClock;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms when the stream ends, is resumed or another begins, and self-pings. */
@Timeout(120)
class RejoinTest extends ScriptedRooms {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String END = "<message from='end@localhost'><body>end</body></message>";
  private static final String PING =
      "<iq type='get' id='{p}' to='" + OWN + "'><ping xmlns='urn:xmpp:ping'/></iq>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final FrozenClock clock = new FrozenClock(Instant.parse("2026-01-02T03:00:00Z"));
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

  private static Script rejoined(Script script, String seconds) {
    return expectJoin(asked(script, ALL_FEATURES), "<history seconds='" + seconds + "'/>");
  }

  private static String said(String text, String id) {
    return groupchat(
        "ann",
        "",
        "<body>"
            + text
            + "</body><stanza-id xmlns='urn:xmpp:sid:0' id='"
            + id
            + "' by='"
            + ROOM
            + "'/>");
  }

  private static String history(String text, String more) {
    return groupchat(
        "ann",
        "",
        "<body>%s</body><delay xmlns='urn:xmpp:delay' from='%s' stamp='2026-01-02T03:04:05Z'/>%s"
            .formatted(text, ROOM, more));
  }

  private static String given(String id) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' id='" + id + "' by='" + ROOM + "'/>";
  }

  private Room joinedRoom(RoomSettings settings) throws Exception {
    XmppClient built =
        ScriptedClient.of(peer).with(client -> new Rooms(client, settings, clock)).build();
    client = built;
    built.onMessage(message -> seen.add("message from " + message.from()));
    watch(built.get(Rooms.class));
    connect();
    Room room = get(built.get(Rooms.class).join(ROOM, "juliet"));
    assertThat(next()).isEqualTo("Entered juliet");
    return room;
  }

  private XmppClient client() {
    XmppClient built = client;
    if (built == null) {
      throw new IllegalStateException("no client");
    }
    return built;
  }

  private void connect() throws Exception {
    client().connect().get(20, TimeUnit.SECONDS);
  }

  private void awaitLoss() throws Exception {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client()
        .onState(
            state -> {
              if (state.toString().startsWith("Disconnected")) {
                lost.complete(null);
              }
            });
    get(lost);
  }

  @Test
  void on_a_new_stream_the_room_is_joined_again_with_what_was_missed() throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .send(subject("Tea"))
                .send(said("one", "1"))
                .send(groupchat("ann", "id='x'", "<body>two</body>"))
                .awaitCue("end")
                .reset());
    peer.script(
        s ->
            rejoined(bound(s), "310")
                .send(presence("ann", ""))
                .send(self(""))
                .send(history("one", given("1")))
                .send(
                    groupchat(
                        "ann",
                        "id='x'",
                        "<body>two</body><delay xmlns='urn:xmpp:delay' from='"
                            + ROOM
                            + "' stamp='2026-01-02T03:04:05Z'/>"))
                .send(history("three", given("3")))
                .send(subject("Tea"))
                .send(said("three", "3"))
                .send(said("four", "4")));
    Room room = joinedRoom(RoomSettings.standard());
    assertThat(next()).isEqualTo("Subject by ann: Tea");
    assertThat(next()).isEqualTo("LIVE ann: one");
    assertThat(next()).isEqualTo("LIVE ann: two");
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null, rejoins");
    assertThat(room.isJoined()).isFalse();
    assertThat(room.occupants()).isEmpty();
    assertThat(failure(room.send("Hello")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("again");
    awaitLoss();
    clock.advance(Duration.ofMinutes(5));
    connect();
    assertThat(next()).isEqualTo("Entered juliet, again");
    assertThat(next()).isEqualTo("HISTORY ann: three at 2026-01-02T03:04:05Z");
    assertThat(next()).isEqualTo("Subject by ann: Tea");
    assertThat(next()).isEqualTo("LIVE ann: four");
    assertThat(room.isJoined()).isTrue();
    assertThat(room.occupants())
        .extracting(Occupant::nick)
        .containsExactlyInAnyOrder("ann", "juliet");
  }

  @Test
  void a_managed_stream_that_is_not_resumed_is_a_new_one() throws Exception {
    peer.script(s -> joined(managed(s)).awaitCue("end").reset());
    peer.script(
        s ->
            rejoined(
                    s.signIn("localhost", "ANONYMOUS")
                        .openStream(
                            "localhost",
                            "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm " + SM + "/>")
                        .expectLike("<resume " + SM + " previd='one'/>")
                        .send(
                            "<failed " + SM + "><item-not-found xmlns='" + STANZAS + "'/></failed>")
                        .expectLike(
                            "<iq type='set' id='{bind}'>"
                                + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
                        .send(
                            "<iq type='result' id='{bind}'><bind"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                                + "<jid>juliet@localhost/balcony</jid></bind></iq>")
                        .expectLike("<enable " + SM + "/>")
                        .send("<enabled " + SM + " id='two' resume='true'/>"),
                    "10")
                .send(self("")));
    Room room = joinedRoom(RoomSettings.standard());
    peer.cue("end");
    awaitLoss();
    assertThat(room.isJoined()).isTrue();
    connect();
    assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null, rejoins");
    assertThat(next()).isEqualTo("Entered juliet, again");
  }

  @Test
  void after_resumption_only_a_self_ping_is_sent() throws Exception {
    peer.script(s -> joined(managed(s)).awaitCue("end").reset());
    peer.script(
        s ->
            s.signIn("localhost", "ANONYMOUS")
                .openStream("localhost", "<sm " + SM + "/>")
                .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
                .send("<resumed " + SM + " previd='one' h='2'/>")
                .expect(PING)
                .send("<iq type='result' id='{p}' from='" + OWN + "'/>")
                .send(presence("ann", ""))
                .send(END));
    Room room = joinedRoom(RoomSettings.standard());
    peer.cue("end");
    awaitLoss();
    connect();
    assertThat(next()).isEqualTo("Joined ann");
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(seen).isEmpty();
    assertThat(room.isJoined()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, not-acceptable",
    "cancel, not-allowed",
    "modify, bad-request",
    "cancel, undefined-condition"
  })
  void an_error_of_the_self_ping_means_that_the_user_is_out(String type, String condition)
      throws Exception {
    peer.script(
        s ->
            rejoined(
                    joined(bound(s))
                        .expect(PING)
                        .send(
                            "<iq type='error' id='{p}' from='%s'>%s</iq>"
                                .formatted(OWN, error(type, condition))),
                    "10")
                .send(self("")));
    joinedRoom(RoomSettings.standard().selfPing(Duration.ofMillis(400)));
    assertThat(next()).isEqualTo("Left FORGOTTEN by null: null, rejoins");
    assertThat(next()).isEqualTo("Entered juliet, again");
  }

  @ParameterizedTest
  @CsvSource({
    "service-unavailable",
    "feature-not-implemented",
    "item-not-found",
    "remote-server-not-found",
    "remote-server-timeout"
  })
  void other_errors_of_the_self_ping_change_nothing(String condition) throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .expect(PING)
                .send(
                    "<iq type='error' id='{p}' from='%s'>%s</iq>"
                        .formatted(OWN, error("cancel", condition)))
                .expect(PING)
                .send("<iq type='result' id='{p}' from='" + OWN + "'/>")
                .send(END));
    Room room = joinedRoom(RoomSettings.standard().selfPing(Duration.ofMillis(200)));
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(room.isJoined()).isTrue();
  }

  /** The error of an availability that was sent to the room may be of any age. */
  @Test
  void an_error_presence_is_checked_by_a_self_ping() throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .send(
                    "<presence type='error' from='%s'>%s</presence>"
                        .formatted(OWN, error("cancel", "item-not-found")))
                .expect(PING)
                .send("<iq type='result' id='{p}' from='" + OWN + "'/>")
                .send(END));
    Room room = joinedRoom(RoomSettings.standard());
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(room.isJoined()).isTrue();
  }

  @Test
  void the_answer_to_a_ping_of_an_earlier_stay_counts_no_more() throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .expect(PING)
                .send(gone("juliet", "<status code='307'/><status code='110'/>"))
                .send(
                    "<iq type='error' id='{p}' from='%s'>%s</iq>"
                        .formatted(OWN, error("cancel", "not-acceptable")))
                .send(END));
    joinedRoom(RoomSettings.standard().selfPing(Duration.ofMillis(200)));
    assertThat(next()).isEqualTo("Left KICKED by null: null");
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"332, SHUTDOWN", "333, ERROR", "307'/><status code='333, ERROR"})
  void after_a_technical_removal_the_room_is_joined_again(String codes, String why)
      throws Exception {
    peer.script(
        s ->
            rejoined(
                    rejoined(
                            joined(bound(s))
                                .send(
                                    gone(
                                        "juliet",
                                        "<status code='110'/><status code='" + codes + "'/>")),
                            "10")
                        .send(
                            "<presence type='error' from='%s'>%s</presence>"
                                .formatted(OWN, error("cancel", "service-unavailable"))),
                    "10")
                .send(self("")));
    Room room = joinedRoom(RoomSettings.standard().retry(Duration.ofMillis(100)));
    assertThat(next()).isEqualTo("Left " + why + " by null: null, rejoins");
    assertThat(next()).isEqualTo("Entered juliet, again");
    assertThat(room.isJoined()).isTrue();
  }

  @Test
  void a_room_that_refuses_for_good_is_over() throws Exception {
    peer.script(s -> joined(bound(s)).awaitCue("end").reset());
    peer.script(
        s ->
            rejoined(bound(s), "10")
                .send(
                    "<presence type='error' id='{join}' from='%s'>%s</presence>"
                        .formatted(OWN, error("auth", "forbidden"))));
    Room room = joinedRoom(RoomSettings.standard());
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null, rejoins");
    awaitLoss();
    connect();
    assertThat(next()).isEqualTo("NotRejoined BANNED");
    assertThat(client().get(Rooms.class).get(ROOM)).isNull();
    assertThat(room.leave()).isCompleted();
  }

  @Test
  void a_room_that_is_left_while_interrupted_is_not_joined_again() throws Exception {
    peer.script(s -> joined(bound(s)).awaitCue("end").reset());
    peer.script(s -> bound(s).awaitCue("go").send(END));
    Room room = joinedRoom(RoomSettings.standard());
    peer.cue("end");
    assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null, rejoins");
    awaitLoss();
    assertThat(room.leave()).isCompleted();
    connect();
    peer.cue("go");
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(peer.transcript()).doesNotContain("seconds=");
  }

  @Test
  void what_is_under_way_fails_with_the_stream() throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .expectLike("<message to='" + ROOM + "' type='groupchat'/>")
                .expectLike("<presence to='" + ROOM + "/jule'/>")
                .expectLike("<iq to='other@rooms.localhost' type='get'/>")
                .reset());
    Room room = joinedRoom(RoomSettings.standard());
    CompletableFuture<RoomMessage> sent = room.send("Hello");
    CompletableFuture<Void> renamed = room.rename("jule");
    CompletableFuture<Room> other =
        client().get(Rooms.class).join(Jid.of("other@rooms.localhost"), "juliet");
    XmppException failure = failure(sent);
    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(((TransportException) failure).reason())
        .isEqualTo(TransportException.Reason.UNCERTAIN);
    assertThat(failure(renamed)).isInstanceOf(TransportException.class);
    assertThat(failure(other)).isInstanceOf(TransportException.class);
  }

  @Test
  void closing_the_client_ends_rooms_for_good() throws Exception {
    peer.script(
        s ->
            joined(bound(s))
                .expectClose()
                .send(presence("ann", ""))
                .send(groupchat("ann", "", "<body>Hi</body>"))
                .close());
    Room room = joinedRoom(RoomSettings.standard());
    client().onPresence(presence -> seen.add("presence from " + presence.from()));
    client().shutdown().get(20, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("Joined ann");
    assertThat(next()).isEqualTo("LIVE ann: Hi");
    assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null");
    assertThat(room.leave()).isCompleted();
    assertThat(failure(room.send("Hello"))).isInstanceOf(RefusedException.class);
  }
}
