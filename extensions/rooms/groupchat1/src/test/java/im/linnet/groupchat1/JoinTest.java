package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** e.62: joining and leaving rooms of gateways. */
@Timeout(120)
class JoinTest extends ScriptedRoom {

  private static final GroupChatSettings HASTY =
      GroupChatSettings.standard().answerLimit(Duration.ofMillis(100));

  private static String error(String from, String type, String condition) {
    return "<presence type='error' from='%s'><error type='%s'><%s xmlns='%s'/></error></presence>"
        .formatted(from, type, condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
  }

  @ParameterizedTest
  @ValueSource(strings = {"to='juliet@localhost'", "to='juliet@localhost/balcony'", ""})
  @DisplayName("e.62: the own presence confirms the join: no status 110, no subject")
  void joins_by_own_presence(String to) throws Exception {
    try (ScriptedClient it =
        connected(
            s -> s.expect(JOIN).send("<presence from='" + OWN + "' " + to + "/>").expect(LEAVE))) {
      GroupChat chat = join(it);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(chat.isJoined()).isTrue();
      assertThat(chat.room()).isEqualTo(ROOM);
      assertThat(chat.nick()).isEqualTo("juliet");
      assertThat(chat.subject()).isNull();
      assertThat(chat.occupants()).extracting(Occupant::nick).containsExactly("juliet");
      assertThat(it.get(GroupChats.class).joined()).containsExactly(chat);
      assertThat(it.get(GroupChats.class).get(Jid.of(OWN))).isEqualTo(chat);
      assertThat(chat).hasToString(OWN + " (In)");
      chat.leave();
      it.peer().await();
    }
  }

  @Test
  void occupants_are_kept_out_of_presences_and_messages() throws Exception {
    String ann = ROOM + "/ann@hotmail.com";
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send("<presence from='" + ann + "'><status>Hi</status></presence>")
                    .send(IN)
                    .send("<presence from='" + ROOM + "/bob@hotmail.com'/>")
                    .send("<presence from='" + ann + "'><show>away</show></presence>")
                    .send("<presence from='" + ann + "'><show>away</show></presence>")
                    .send("<presence type='unavailable' from='" + ann + "'/>")
                    .send("<presence type='unavailable' from='" + ann + "'/>")
                    .send("<presence type='subscribe' from='" + ROOM + "'/>")
                    .send("<presence from='msn.localhost'/>"))) {
      GroupChat chat = join(it);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Arrived bob@hotmail.com");
      assertThat(next()).isEqualTo("Changed ann@hotmail.com AWAY");
      assertThat(next()).isEqualTo("Departed ann@hotmail.com");
      assertThat(next()).isEqualTo("Other " + ann);
      assertThat(next()).isEqualTo("Other " + ROOM);
      assertThat(next()).isEqualTo("presence from msn.localhost");
      assertThat(chat.occupants())
          .extracting(Occupant::nick)
          .containsExactly("juliet", "bob@hotmail.com");
      assertThat(it.client().dropped()).isZero();
    }
  }

  @Tag("Q09")
  @Test
  void more_occupants_than_the_limit_are_reported_but_not_listed() throws Exception {
    GroupChatSettings two =
        new GroupChatSettings(1, 2, 1, Duration.ofSeconds(30), Duration.ofSeconds(30), false);
    try (ScriptedClient it =
        connected(
            client(two),
            s -> {
              s.expect(JOIN).send(IN);
              for (int i = 0; i < 100; i++) {
                s.send("<presence from='" + ROOM + "/x" + i + "'/>");
              }
            })) {
      GroupChat chat = join(it);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Arrived x0");
      for (int i = 1; i < 100; i++) {
        assertThat(next()).isEqualTo("Other " + ROOM + "/x" + i);
      }
      assertThat(chat.occupants()).hasSize(2);
      CompletableFuture<GroupChat> second =
          it.get(GroupChats.class).join(Jid.of("r1@msn.localhost"), "juliet");
      assertThat(failure(second)).isInstanceOf(RefusedException.class);
      assertThat(failure(second).retryable()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, conflict, NICKNAME_IN_USE",
    "cancel, item-not-found, NO_SUCH_ROOM",
    "cancel, service-unavailable, UNREACHABLE",
    "wait, remote-server-timeout, UNREACHABLE",
    "cancel, remote-server-not-found, UNREACHABLE",
    "auth, not-authorized, PASSWORD_REQUIRED",
    "auth, registration-required, REFUSED",
    "cancel, not-allowed, REFUSED",
    "modify, jid-malformed, REFUSED"
  })
  @DisplayName("e.62: an error presence is a typed failure")
  void an_error_fails_the_join(String type, String condition, JoinProblem problem)
      throws Exception {
    for (String from : new String[] {OWN, ROOM.toString()}) {
      try (ScriptedClient it =
          connected(
              s ->
                  s.expect(JOIN)
                      .send(error(ROOM + "/other", type, condition))
                      .send(error(from, type, condition))
                      .send("<presence from='msn.localhost'/>"))) {
        XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
        assertThat(failure).isInstanceOf(StanzaException.class).hasMessageContaining(condition);
        assertThat(JoinProblem.of(failure)).isEqualTo(problem);
        assertThat(next()).isEqualTo("Other " + ROOM + "/other");
        assertThat(next()).isEqualTo("presence from msn.localhost");
        assertThat(it.get(GroupChats.class).get(ROOM)).isNull();
      }
    }
  }

  @Test
  @DisplayName("d.8: a user whom the gateway does not know gets an error without a reason")
  void an_error_without_a_condition_fails_the_join() throws Exception {
    try (ScriptedClient it =
        connected(s -> s.expect(JOIN).send("<presence type='error' from='" + OWN + "'/>"))) {
      XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.REFUSED);
      assertThat(it.get(GroupChats.class).joined()).isEmpty();
    }
  }

  /** PyMSNt answers so, before its session is ready and without one. */
  @Test
  void an_error_message_fails_the_join() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(
                        "<message type='error' from='r0@msn.localhost'><error type='wait'>"
                            + "<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></message>"))) {
      XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.REFUSED);
      assertThat(failure.retryable()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"110 307 333", "333", "110 307"})
  @DisplayName("e.62: a kick of a modern room says that it is one")
  void a_modern_room_is_recognised(String codes) throws Exception {
    StringBuilder statuses = new StringBuilder();
    for (String code : codes.split(" ")) {
      statuses.append("<status code='").append(code).append("'/>");
    }
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(
                        "<presence type='unavailable' from='%s'>".formatted(OWN)
                            + "<x xmlns='http://jabber.org/protocol/muc#user'>"
                            + "<item affiliation='none' role='none'/>"
                            + statuses
                            + "</x></presence>"))) {
      XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.MODERN_ROOM);
      assertThat(failure).hasMessageContaining("Join it as a MUC room");
      assertThat(failure.retryable()).isFalse();
      assertThat(it.get(GroupChats.class).joined()).isEmpty();
    }
  }

  /** It may be the late answer to an earlier leave. */
  @Test
  void a_plain_unavailable_does_not_end_a_join() throws Exception {
    try (ScriptedClient it = connected(s -> s.expect(JOIN).send(OUT).send(IN))) {
      assertThat(join(it).isJoined()).isTrue();
      assertThat(next()).isEqualTo("Other " + OWN);
      assertThat(next()).isEqualTo("Entered " + OWN);
    }
  }

  @Test
  @DisplayName("e.62: a gateway that never confirms: the join fails and the room is left")
  void a_join_has_a_limit() throws Exception {
    try (ScriptedClient it = connected(client(HASTY), s -> s.expect(JOIN).expect(LEAVE))) {
      XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
      assertThat(failure).isInstanceOf(TransportException.class).hasMessageContaining("signed on");
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NO_ANSWER);
      it.peer().await();
    }
  }

  /** The confirmation waits behind the callback that waits for it. */
  @Test
  void a_callback_that_waits_for_a_join_is_released() throws Exception {
    try (ScriptedClient it =
        connected(
            client(HASTY),
            s ->
                s.awaitCue("listening")
                    .send("<message from='a@b'><body>Hi</body></message>")
                    .expect(JOIN)
                    .send(IN))) {
      CompletableFuture<GroupChat> entry = new CompletableFuture<>();
      it.client()
          .onMessage(
              message -> {
                try {
                  entry.complete(it.get(GroupChats.class).join(ROOM, "juliet").join());
                } catch (CompletionException failed) {
                  entry.completeExceptionally(failed.getCause());
                }
              });
      it.peer().cue("listening");
      assertThat(JoinProblem.of(failure(entry))).isEqualTo(JoinProblem.NO_ANSWER);
    }
  }

  /**
   * What a late room sends is no contact's, and the next join waits for the answer to the leave.
   */
  @Test
  void after_the_limit_the_room_may_be_joined_again() throws Exception {
    GroupChatSettings settings = GroupChatSettings.standard().answerLimit(Duration.ofSeconds(2));
    try (ScriptedClient it =
        connected(
            client(settings),
            s -> s.expect(JOIN).expect(LEAVE).send(IN).send(OUT).expect(JOIN).send(IN))) {
      CompletableFuture<GroupChat> first = it.get(GroupChats.class).join(ROOM, "juliet");
      assertThat(JoinProblem.of(failure(first))).isEqualTo(JoinProblem.NO_ANSWER);
      assertThat(join(it).isJoined()).isTrue();
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void a_cancelled_join_leaves() throws Exception {
    try (ScriptedClient it =
        connected(s -> s.expect(JOIN).mark("joining").expect(LEAVE).send(OUT).expect(JOIN))) {
      CompletableFuture<GroupChat> entry = it.get(GroupChats.class).join(ROOM, "juliet");
      it.peer().awaitMark("joining");
      entry.cancel(false);
      it.get(GroupChats.class).join(ROOM, "juliet");
      it.peer().await();
      assertThat(seen).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "friend%hotmail.com@msn.localhost",
        "msn.localhost",
        "r0@msn.localhost/juliet",
        "msn.localhost/x"
      })
  void an_address_that_is_no_room_is_refused(String address) throws Exception {
    try (ScriptedClient it = connected(s -> s.silence())) {
      XmppException failure = failure(it.get(GroupChats.class).join(Jid.of(address), "juliet"));
      assertThat(failure).isInstanceOf(RefusedException.class).hasMessageContaining("not a room");
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NOT_SENT);
    }
  }

  @Test
  void a_nickname_that_cannot_be_sent_is_refused() throws Exception {
    try (ScriptedClient it = connected(s -> s.silence())) {
      for (String nick : new String[] {"", "a\u0007", "n".repeat(2000)}) {
        assertThat(failure(it.get(GroupChats.class).join(ROOM, nick)))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("nickname");
      }
    }
  }

  @Test
  void a_room_is_joined_once() throws Exception {
    try (ScriptedClient it = connected(s -> s.expect(JOIN).awaitCue("go").send(IN))) {
      GroupChats chats = it.get(GroupChats.class);
      CompletableFuture<GroupChat> first = chats.join(ROOM, "juliet");
      assertThat(failure(chats.join(ROOM, "jule"))).isInstanceOf(RefusedException.class);
      assertThat(chats.joined()).isEmpty();
      it.peer().cue("go");
      first.get(30, TimeUnit.SECONDS);
      assertThat(failure(chats.join(ROOM, "juliet"))).hasMessageContaining("leave it first");
    }
  }

  @Test
  void leaving_is_done_when_the_room_confirms_it() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .expect(LEAVE)
                    .mark("leaving")
                    .awaitCue("out")
                    .send("<presence type='unavailable' from='" + ROOM + "/ann'/>")
                    .send("<presence type='unavailable' from='" + ROOM + "'/>")
                    .send(OUT)
                    .send("<presence from='" + ROOM + "/ann'/>"))) {
      GroupChat chat = join(it);
      CompletableFuture<Void> left = chat.leave();
      it.peer().awaitMark("leaving");
      CompletableFuture<Void> again = chat.leave();
      assertThat(left).isNotDone();
      again.cancel(false);
      it.peer().cue("out");
      left.get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Other " + ROOM + "/ann");
      assertThat(next()).isEqualTo("Other " + ROOM);
      assertThat(next()).isEqualTo("Left LEFT");
      assertThat(chat.isJoined()).isFalse();
      assertThat(chat.occupants()).isEmpty();
      assertThat(chat.leave()).isCompleted();
      assertThat(failure(chat.say("Anybody?"))).hasMessageContaining("not in");
    }
  }

  @Test
  void leaving_has_a_limit() throws Exception {
    try (ScriptedClient it = connected(client(HASTY), s -> s.expect(JOIN).send(IN).expect(LEAVE))) {
      join(it).leave().get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Left LEFT");
    }
  }

  @Test
  void leaving_is_done_when_the_room_answers_with_an_error() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .expect(LEAVE)
                    .send(error(OWN, "cancel", "item-not-found")))) {
      join(it).leave().get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Left LEFT ITEM_NOT_FOUND");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<presence type='unavailable' from='r0@msn.localhost/juliet'/>; Left REMOVED",
        "<presence type='unavailable' from='r0@msn.localhost'/>; Left REMOVED",
        "<presence type='unavailable' from='msn.localhost'/>; Left GATEWAY_GONE",
        "<presence type='unavailable' from='msn.localhost/msn'/>; Left GATEWAY_GONE",
        "<presence type='unavailable' from='juliet@localhost/balcony'/>; Left UNAVAILABLE"
      })
  void the_user_may_be_removed(String presence, String event) throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .send("<presence type='unavailable' from='icq.localhost'/>")
                    .send("<presence type='unavailable' from='friend%hotmail.com@msn.localhost'/>")
                    .send(presence))) {
      GroupChat chat = join(it);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("presence from icq.localhost");
      assertThat(next()).isEqualTo("presence from friend%hotmail.com@msn.localhost");
      assertThat(next()).isEqualTo(event);
      assertThat(chat.isJoined()).isFalse();
    }
  }

  @Test
  void an_unreachable_room_is_over_but_other_errors_end_nothing() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .send(error(OWN, "modify", "not-acceptable"))
                    .send(error(ROOM + "/ann", "cancel", "item-not-found"))
                    .send(error(OWN, "cancel", "remote-server-not-found")))) {
      join(it);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Other " + OWN);
      assertThat(next()).isEqualTo("Other " + ROOM + "/ann");
      assertThat(next()).isEqualTo("Left UNREACHABLE REMOTE_SERVER_NOT_FOUND");
    }
  }

  @Test
  void several_rooms_do_not_mix() throws Exception {
    Jid other = Jid.of("r1@msn.localhost");
    String in = "<presence from='r1@msn.localhost/jule'/>";
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .expect("<presence to='r1@msn.localhost/jule'/>")
                    .send(in)
                    .send("<presence type='unavailable' from='r1@msn.localhost/jule'/>"))) {
      GroupChat first = join(it);
      GroupChat second = it.get(GroupChats.class).join(other, "jule").get(30, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("Entered r1@msn.localhost/jule");
      assertThat(next()).isEqualTo("Left REMOVED");
      assertThat(first.isJoined()).isTrue();
      assertThat(second.isJoined()).isFalse();
    }
  }

  @Test
  void a_join_without_a_connection_fails() throws Exception {
    try (ScriptedClient it = client(GroupChatSettings.standard()).built(s -> s.silence())) {
      XmppException failure = failure(it.get(GroupChats.class).join(ROOM, "juliet"));
      assertThat(failure).isInstanceOf(TransportException.class);
      assertThat(JoinProblem.of(failure)).isEqualTo(JoinProblem.NOT_SENT);
      assertThat(it.get(GroupChats.class).joined()).isEmpty();
    }
  }

  @Test
  void the_users_own_presence_for_contacts_ends_nothing() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                s.expect(JOIN)
                    .send(IN)
                    .expect("<presence/>")
                    .send("<presence from='juliet@localhost/balcony'/>")
                    .send("<presence type='unavailable' from='juliet@localhost/other'/>"))) {
      GroupChat chat = join(it);
      it.client().send(Presence.available());
      assertThat(next()).isEqualTo("Entered " + OWN);
      assertThat(next()).isEqualTo("presence from juliet@localhost/balcony");
      assertThat(next()).isEqualTo("presence from juliet@localhost/other");
      assertThat(chat.isJoined()).isTrue();
    }
  }
}
