package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.stanza.Presence.Show;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How available the user is in rooms. */
@Timeout(120)
class AvailabilityTest extends ScriptedRooms {

  private static final String AWAY = "<show>away</show><status>at the friar's</status>";

  private static Script expectPresence(Script script, String content) {
    return script.expect("<presence to='%s'>%s</presence>".formatted(OWN, content));
  }

  /** A join with an availability. */
  private static Script expectJoinWith(Script script, String to, String availability) {
    return asked(script, ALL_FEATURES)
        .expectLike(
            "<presence id='{join}' to='%s'>%s<x xmlns='http://jabber.org/protocol/muc'/></presence>"
                .formatted(to, availability));
  }

  @Test
  void a_change_is_sent_to_the_room_once() throws Exception {
    try (ScriptedClient it =
        connected(
            s -> {
              joined(s);
              expectPresence(s, AWAY);
              expectPresence(s, "");
            })) {
      Room room = join(it);
      get(room.availability(Show.AWAY, "at the friar's"));
      get(room.availability(Show.AWAY, "at the friar's"));
      get(room.availability(null, null));
    }
  }

  @Test
  void a_new_nickname_keeps_it() throws Exception {
    try (ScriptedClient it =
        connected(
            s -> {
              joined(s);
              expectPresence(s, AWAY)
                  .expect("<presence id='{n}' to='%s/jule'>%s</presence>".formatted(ROOM, AWAY))
                  .send(
                      gone(
                          "juliet",
                          "<item affiliation='none' role='participant' nick='jule'/>"
                              + "<status code='303'/><status code='110'/>"))
                  .send(presence("jule", "<status code='110'/>"));
            })) {
      Room room = join(it);
      get(room.availability(Show.AWAY, "at the friar's"));
      get(room.rename("jule"));
      assertThat(room.nick()).isEqualTo("jule");
    }
  }

  @Test
  void what_is_set_for_all_rooms_holds_for_later_ones() throws Exception {
    try (ScriptedClient it =
        connected(
            s -> {
              expectJoinWith(s, OWN, "<show>dnd</show>").send(self(""));
              expectPresence(s, AWAY);
            })) {
      Rooms rooms = it.get(Rooms.class);
      rooms.availability(Show.DND, null);
      join(it);
      rooms.availability(Show.AWAY, "at the friar's");
      assertThatThrownBy(() -> rooms.availability(null, "\u0000"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** The join has left already when it is changed. */
  @Test
  void a_change_during_the_join_is_sent_after_it() throws Exception {
    try (ScriptedClient it =
        connected(
            s -> {
              expectJoin(asked(s, ALL_FEATURES), "").mark("joining").awaitCue("changed");
              expectPresence(s.send(self("")), AWAY);
            })) {
      CompletableFuture<Room> joining = it.get(Rooms.class).join(ROOM, "juliet");
      it.peer().awaitMark("joining");
      Room room = Objects.requireNonNull(it.get(Rooms.class).get(ROOM), "the room that is joined");
      get(room.availability(Show.AWAY, "at the friar's"));
      it.peer().cue("changed");
      get(joining);
    }
  }

  @Test
  void a_room_that_is_joined_again_has_it() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        XmppClient client = ScriptedClient.of(peer).with(Rooms::new).build()) {
      peer.script(
          s -> expectPresence(joined(ScriptedClient.login(s, "")), AWAY).awaitCue("end").reset());
      peer.script(s -> expectJoinWith(ScriptedClient.login(s, ""), OWN, AWAY).send(self("")));
      CompletableFuture<Void> lost = new CompletableFuture<>();
      client.onState(
          state -> {
            if (state.toString().startsWith("Disconnected")) {
              lost.complete(null);
            }
          });
      get(client.connect());
      watch(client.get(Rooms.class));
      Room room = get(client.get(Rooms.class).join(ROOM, "juliet"));
      assertThat(next()).isEqualTo("Entered juliet");
      get(room.availability(Show.AWAY, "at the friar's"));
      peer.cue("end");
      assertThat(next()).isEqualTo("Left STREAM_ENDED by null: null, rejoins");
      get(room.availability(Show.AWAY, "at the friar's"));
      get(lost);
      get(client.connect());
      assertThat(next()).isEqualTo("Entered juliet, again");
    }
  }

  @Test
  void nothing_is_sent_to_a_room_that_is_over() throws Exception {
    try (ScriptedClient it =
        connected(
            s ->
                joined(s)
                    .expect("<presence type='unavailable' to='" + OWN + "'/>")
                    .send(gone("juliet", "<item/><status code='110'/>")))) {
      Room room = join(it);
      assertThat(failure(room.availability(null, "\u0000"))).isInstanceOf(RefusedException.class);
      get(room.leave());
      assertThat(failure(room.availability(Show.AWAY, null))).isInstanceOf(RefusedException.class);
    }
  }
}
