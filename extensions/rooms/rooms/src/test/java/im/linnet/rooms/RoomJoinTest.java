package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining, creating and leaving rooms. */
@Timeout(120)
class RoomJoinTest extends ScriptedRooms {

  private static final String LEAVE = "<presence type='unavailable' to='" + OWN + "'/>";
  private static final String OWNER = "http://jabber.org/protocol/muc#owner";

  @Test
  void a_join_is_done_when_the_room_announces_the_user() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ALL_FEATURES), "")
                    .send(
                        "<presence from='"
                            + ROOM
                            + "/ann'><occupant-id xmlns='urn:xmpp:occupant-id:0' id='a1'/>"
                            + user(
                                "<item affiliation='owner' role='moderator'"
                                    + " jid='ann@localhost/phone'/>")
                            + "<hats xmlns='urn:xmpp:hats:0'><hat title='Host' uri='urn:h'/>"
                            + "<hat title='no uri'/></hats><show>away</show></presence>")
                    .mark("ann")
                    .awaitCue("self")
                    .send(self("<status code='100'/>"))
                    .send(presence("bob", "")))) {
      CompletableFuture<Room> join = it.get(Rooms.class).join(ROOM, "juliet");
      it.peer().awaitMark("ann");
      assertThat(join).isNotDone();
      assertThat(it.get(Rooms.class).joined()).isEmpty();
      it.peer().cue("self");
      Room room = get(join);
      assertThat(next()).isEqualTo("Entered juliet");
      assertThat(next()).isEqualTo("Joined bob");
      assertThat(room.isJoined()).isTrue();
      assertThat(room.jid()).isEqualTo(ROOM);
      assertThat(it.get(Rooms.class).joined()).containsExactly(room);
      assertThat(room.occupants())
          .extracting(Occupant::nick)
          .containsExactlyInAnyOrder("ann", "juliet", "bob");
      Occupant ann = room.occupant("ann");
      assertThat(ann).isNotNull();
      if (ann != null) {
        assertThat(ann.id()).isEqualTo("a1");
        assertThat(ann.jid()).isEqualTo(Jid.of("ann@localhost/phone"));
        assertThat(ann.role()).isEqualTo(Role.MODERATOR);
        assertThat(ann.affiliation()).isEqualTo(Affiliation.OWNER);
        assertThat(ann.hats()).containsExactly(new Hat("urn:h", "Host"));
        assertThat(ann.show()).isEqualTo(Presence.Show.AWAY);
      }
      assertThat(room.occupant("nobody")).isNull();
    }
  }

  @Test
  void what_the_room_does_not_announce_is_not_believed() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .send(
                        "<presence from='"
                            + ROOM
                            + "/ann'><occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>"
                            + user("<item affiliation='none' role='participant'/>")
                            + "<hats xmlns='urn:xmpp:hats:0'><hat title='Boss' uri='urn:h'/></hats>"
                            + "</presence>")
                    .send(self(""))
                    .send(
                        groupchat(
                            "ann",
                            "",
                            "<body>Hi</body><stanza-id xmlns='urn:xmpp:sid:0' id='x' by='"
                                + ROOM
                                + "'/><occupant-id xmlns='urn:xmpp:occupant-id:0'"
                                + " id='forged'/>")))) {
      CompletableFuture<RoomMessage> said = new CompletableFuture<>();
      it.get(Rooms.class)
          .onEvent(
              event -> {
                if (event instanceof RoomEvent.Said one) {
                  said.complete(one.message());
                }
              });
      Room room = join(it);
      assertThat(room.occupants()).allMatch(one -> one.id() == null && one.hats().isEmpty());
      assertThat(get(said).stanzaId()).isNull();
      assertThat(get(said).occupantId()).isNull();
    }
  }

  @Test
  void options_are_sent() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(
                        asked(s, ""),
                        "<history maxchars='1000' maxstanzas='20' seconds='90'"
                            + " since='2026-01-02T03:04:05Z'/><password>secret</password>")
                    .send(self("")))) {
      JoinOptions options =
          JoinOptions.standard()
              .password("secret")
              .maxChars(1000)
              .maxStanzas(20)
              .last(Duration.ofSeconds(90))
              .since(Instant.parse("2026-01-02T03:04:05.6Z"));
      assertThat(options.toString()).doesNotContain("secret");
      get(it.get(Rooms.class).join(ROOM, "juliet", options));
    }
  }

  @Test
  void options_are_checked() {
    JoinOptions options = JoinOptions.standard();
    assertThatIllegalArgumentException().isThrownBy(() -> options.maxChars(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.maxStanzas(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.last(Duration.ofSeconds(-1)));
    RoomSettings settings = RoomSettings.standard();
    assertThatIllegalArgumentException().isThrownBy(() -> settings.rooms(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.occupants(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.occupantBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.pending(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.answerLimit(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.selfPing(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> settings.retry(Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, conflict, NICKNAME_CONFLICT",
    "cancel, not-acceptable, NICKNAME_RESERVED",
    "auth, not-authorized, PASSWORD_REQUIRED",
    "auth, registration-required, MEMBERS_ONLY",
    "auth, forbidden, BANNED",
    "cancel, item-not-found, NO_SUCH_ROOM",
    "cancel, not-allowed, CREATION_RESTRICTED",
    "wait, service-unavailable, FULL",
    "wait, resource-constraint, LIMITED",
    "cancel, gone, GONE",
    "cancel, remote-server-not-found, UNREACHABLE",
    "cancel, undefined-condition, REFUSED"
  })
  void a_refusal_says_what_to_do(String type, String condition, JoinProblem problem) {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .send(
                        "<presence type='error' id='another' from='"
                            + OWN
                            + "'>"
                            + error("cancel", "bad-request")
                            + "</presence>")
                    .send(
                        "<presence type='error' id='{join}' from='"
                            + OWN
                            + "'><x xmlns='http://jabber.org/protocol/muc'/>"
                            + error(type, condition)
                            + "</presence>"))) {
      XmppException failure = failure(it.get(Rooms.class).join(ROOM, "juliet"));
      assertThat(failure).isInstanceOf(StanzaException.class);
      assertThat(JoinProblem.of(failure)).isEqualTo(problem);
      assertThat(JoinProblem.of(new CompletionException(failure))).isEqualTo(problem);
      assertThat(problem.advice()).endsWith(".");
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
      assertThat(seen).isEmpty();
    }
  }

  /** Section 7.2.18: an answer to those who are not in the room. */
  @Test
  void a_kick_instead_of_an_error_is_a_refusal() {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .send(gone("juliet", "<item role='none'/><status code='110'/>"))
                    .send(
                        gone(
                            "juliet",
                            "<item role='none'><reason>no</reason></item><status code='110'/>"
                                + "<status code='307'/><status code='333'/>")))) {
      assertThat(failure(it.get(Rooms.class).join(ROOM, "juliet")))
          .isInstanceOf(StanzaException.class)
          .hasMessageContaining("not-allowed");
    }
  }

  @Test
  void a_room_without_discovery_is_joined_without_features() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(
                        s.expectLike("<iq type='get' id='{d}' to='" + ROOM + "'/>")
                            .send(
                                "<iq type='error' id='{d}' from='"
                                    + ROOM
                                    + "'>"
                                    + error("cancel", "item-not-found")
                                    + "</iq>"),
                        "")
                    .send(self("")))) {
      assertThat(join(it).isJoined()).isTrue();
    }
  }

  @Test
  void a_new_room_is_unlocked_with_its_default_configuration() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                asked(
                    expectJoin(asked(s, ""), "")
                        .send(self("<status code='201'/>"))
                        .expect(
                            "<iq type='set' id='{c}' to='%s'><query xmlns='%s'><x type='submit'"
                                    .formatted(ROOM, OWNER)
                                + " xmlns='jabber:x:data'/></query></iq>")
                        .send("<iq type='result' id='{c}' from='" + ROOM + "'/>"),
                    ALL_FEATURES))) {
      Room room = join(it);
      assertThat(next()).isEqualTo("Entered juliet, created");
      assertThat(room.features().stanzaIds()).isTrue();
    }
  }

  @Test
  void a_new_room_whose_default_configuration_is_refused_is_left() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .send(self("<status code='201'/>"))
                    .expectLike("<iq type='set' id='{c}' to='" + ROOM + "'/>")
                    .send(
                        "<iq type='error' id='{c}' from='"
                            + ROOM
                            + "'>"
                            + error("auth", "forbidden")
                            + "</iq>")
                    .expect(LEAVE)
                    .send(gone("juliet", "<status code='110'/>")))) {
      assertThat(failure(it.get(Rooms.class).join(ROOM, "juliet")))
          .isInstanceOf(StanzaException.class);
      assertThat(next()).isEqualTo("Entered juliet, created");
      assertThat(next()).isEqualTo("Left LEFT by null: null");
    }
  }

  @Test
  void a_reserved_room_waits_for_its_configuration() throws Exception {
    String form =
        "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'>"
            + "<value>http://jabber.org/protocol/muc#roomconfig</value></field>"
            + "<field var='muc#roomconfig_roomname' type='text-single'/></x>";
    try (ScriptedClient it =
        connected(
            s ->
                asked(expectJoin(asked(s, ""), "").send(self("<status code='201'/>")), ALL_FEATURES)
                    .expect(
                        "<iq type='get' id='{f}' to='%s'><query xmlns='%s'/></iq>"
                            .formatted(ROOM, OWNER))
                    .send(
                        "<iq type='result' id='{f}' from='%s'><query xmlns='%s'>%s</query></iq>"
                            .formatted(ROOM, OWNER, form))
                    .expectLike(
                        "<iq type='set' id='{c}' to='%s'><query xmlns='%s'>".formatted(ROOM, OWNER)
                            + "<x xmlns='jabber:x:data' type='submit'/></query></iq>")
                    .send("<iq type='result' id='{c}' from='" + ROOM + "'/>"))) {
      Room room = get(it.get(Rooms.class).join(ROOM, "juliet", JoinOptions.standard().reserved()));
      get(
          room.admin()
              .configure(
                  get(room.admin().configuration())
                      .answer()
                      .set("muc#roomconfig_roomname", "Garden")
                      .build()));
    }
  }

  @Test
  void the_room_may_choose_the_nickname() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .send(presence("jule", "<status code='110'/><status code='210'/>")))) {
      Room room = join(it);
      assertThat(room.nick()).isEqualTo("jule");
      assertThat(next()).isEqualTo("Entered jule");
    }
  }

  @Test
  void a_join_without_an_answer_has_a_limit() {
    try (ScriptedClient it =
        connected(
            RoomSettings.standard().answerLimit(Duration.ofMillis(200)),
            s -> expectJoin(asked(s, ""), "").expect(LEAVE))) {
      XmppException failure = failure(it.get(Rooms.class).join(ROOM, "juliet"));
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NO_ANSWER);
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  @Test
  void a_callback_that_waits_for_a_join_is_released() throws Exception {
    try (ScriptedClient it =
        connected(
            RoomSettings.standard().answerLimit(Duration.ofMillis(200)),
            s -> expectJoin(asked(s, ""), "").send(self("")).expect(LEAVE))) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      it.client()
          .context()
          .callbacks()
          .execute(
              () -> {
                try {
                  it.get(Rooms.class).join(ROOM, "juliet").join();
                  outcome.complete("joined");
                } catch (CompletionException failed) {
                  outcome.complete(String.valueOf(JoinProblem.of(failed)));
                }
              });
      assertThat(get(outcome)).isEqualTo("NO_ANSWER");
    }
  }

  @Test
  void cancelling_leaves_the_room() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                expectJoin(asked(s, ""), "")
                    .mark("joining")
                    .expect(LEAVE)
                    .send(self(""))
                    .send(gone("juliet", "<status code='110'/>"))
                    .send("<message from='ann@localhost'><body>end</body></message>"))) {
      CompletableFuture<Room> join = it.get(Rooms.class).join(ROOM, "juliet");
      it.peer().awaitMark("joining");
      join.cancel(false);
      assertThat(next()).isEqualTo("message from ann@localhost");
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  @Test
  void cancelling_before_the_join_sends_nothing() {
    try (ScriptedClient it =
        connected(s -> s.expectLike("<iq type='get' to='" + ROOM + "'/>").mark("asked"))) {
      CompletableFuture<Room> join = it.get(Rooms.class).join(ROOM, "juliet");
      it.peer().awaitMark("asked");
      join.cancel(false);
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "garden@rooms.localhost/ann"})
  void an_address_that_is_none_of_a_room_is_refused(String address) {
    try (ScriptedClient it = connected(s -> s.silence())) {
      XmppException failure = failure(it.get(Rooms.class).join(Jid.of(address), "juliet"));
      assertThat(failure).isInstanceOf(RefusedException.class);
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NOT_SENT);
    }
  }

  @Test
  void what_cannot_be_sent_is_refused() {
    try (ScriptedClient it = connected(s -> s.silence())) {
      Rooms rooms = it.get(Rooms.class);
      assertThat(failure(rooms.join(ROOM, ""))).isInstanceOf(RefusedException.class);
      assertThat(failure(rooms.join(ROOM, "a\u0007"))).isInstanceOf(RefusedException.class);
      XmppException failure =
          failure(rooms.join(ROOM, "juliet", JoinOptions.standard().password("\u0000secret")));
      assertThat(failure).isInstanceOf(RefusedException.class);
      assertThat(failure).hasMessageNotContaining("secret");
    }
  }

  @Test
  void a_room_is_joined_once_and_rooms_are_limited() throws Exception {
    try (ScriptedClient it = connected(RoomSettings.standard().rooms(1), s -> joined(s))) {
      Rooms rooms = it.get(Rooms.class);
      join(it);
      assertThat(failure(rooms.join(ROOM, "jule")).retryable()).isFalse();
      XmppException full = failure(rooms.join(Jid.of("other@rooms.localhost"), "juliet"));
      assertThat(full).isInstanceOf(RefusedException.class);
      assertThat(full.retryable()).isTrue();
    }
  }

  @Test
  void a_join_without_a_connection_fails() {
    try (ScriptedClient it =
        client(RoomSettings.standard()).endingAnyhow().built(s -> s.silence())) {
      assertThat(failure(it.get(Rooms.class).join(ROOM, "juliet")))
          .isInstanceOf(TransportException.class);
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  @Test
  void leaving_is_done_when_the_room_confirms_it() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                joined(s)
                    .expect(LEAVE)
                    .mark("leaving")
                    .awaitCue("out")
                    .send("<presence type='unavailable' from='" + ROOM + "'/>")
                    .send(gone("ann", "<item role='none'/>"))
                    .send(gone("juliet", "<item role='none'/><status code='110'/>")))) {
      Room room = join(it);
      CompletableFuture<Void> left = room.leave();
      it.peer().awaitMark("leaving");
      CompletableFuture<Void> again = room.leave();
      again.cancel(false);
      assertThat(left).isNotDone();
      it.peer().cue("out");
      get(left);
      assertThat(next()).isEqualTo("Entered juliet");
      assertThat(next()).isEqualTo("Left LEFT by null: null");
      assertThat(room.isJoined()).isFalse();
      assertThat(room.occupants()).isEmpty();
      assertThat(room.leave()).isCompleted();
      assertThat(failure(room.send("Hello?"))).isInstanceOf(RefusedException.class);
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  @Test
  void leaving_has_a_limit_and_an_error_ends_it() throws Exception {
    String out =
        "<presence type='error' from='"
            + OWN
            + "'>"
            + error("cancel", "item-not-found")
            + "</presence>";
    try (ScriptedClient it =
        connected(
            RoomSettings.standard().answerLimit(Duration.ofSeconds(2)),
            s -> joined(joined(s).expect(LEAVE)).expect(LEAVE).send(out))) {
      get(join(it).leave());
      get(join(it).leave());
      assertThat(next()).isEqualTo("Entered juliet");
      assertThat(next()).isEqualTo("Left LEFT by null: null");
    }
  }
}
