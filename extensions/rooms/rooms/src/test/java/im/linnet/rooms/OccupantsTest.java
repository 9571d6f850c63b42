package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Connected;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is in a room, and what becomes of them. */
@Timeout(120)
class OccupantsTest extends ScriptedRooms {

  private static final String END = "<message from='end@localhost'><body>end</body></message>";

  private ScriptedClient entered(Consumer<Script> lines) throws Exception {
    ScriptedClient it = connected(s -> lines.accept(joined(s)));
    join(it);
    assertThat(next()).isEqualTo("Entered juliet");
    return it;
  }

  private static Room room(ScriptedClient it) {
    Room room = it.get(Rooms.class).get(ROOM);
    if (room == null) {
      throw new AssertionError("not in the room");
    }
    return room;
  }

  private void assertEnd(ScriptedClient it) throws Exception {
    assertThat(next()).isEqualTo("message from end@localhost");
    assertThat(seen).isEmpty();
    assertThat(it.client().state()).isInstanceOf(Connected.class);
  }

  @Test
  void occupants_come_change_and_go() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(presence("ann", ""))
                    .send(
                        "<presence from='"
                            + ROOM
                            + "/ann'>"
                            + user(
                                "<item affiliation='member' role='moderator'>"
                                    + "<reason>well done</reason></item>")
                            + "</presence>")
                    .send(
                        gone(
                            "ann",
                            "<item affiliation='member' role='none' nick='anna'/>"
                                + "<status code='303'/>"))
                    .send(presence("anna", ""))
                    .send(
                        "<presence type='unavailable' from='"
                            + ROOM
                            + "/anna'><status>good night</status>"
                            + user("<item role='none'/>")
                            + "</presence>")
                    .send(gone("anna", "<item role='none'/>"))
                    .send(END))) {
      assertThat(next()).isEqualTo("Joined ann");
      assertThat(next())
          .isEqualTo(
              "Changed Occupant[ann, moderator, member],"
                  + " was Occupant[ann, participant, none]: well done");
      assertThat(next()).isEqualTo("Renamed ann to anna");
      assertThat(next()).startsWith("Changed Occupant[anna, participant, none], was ");
      assertThat(next()).isEqualTo("Gone anna: LEFT by null: good night");
      assertEnd(it);
      assertThat(room(it).occupants()).extracting(Occupant::nick).containsExactly("juliet");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "307, KICKED",
    "301, BANNED",
    "321, AFFILIATION_CHANGED",
    "322, MEMBERS_ONLY",
    "332, SHUTDOWN",
    "333, ERROR",
    "307 333, ERROR",
    "301 307, BANNED",
    "999 307, KICKED",
    "x 1307 307, KICKED"
  })
  void others_are_removed(String codes, String why) throws Exception {
    StringBuilder statuses = new StringBuilder();
    for (String code : codes.split(" ", -1)) {
      statuses.append("<status code='" + code + "'/>");
    }
    try (ScriptedClient it =
        entered(
            s ->
                s.send(presence("ann", ""))
                    .send(
                        gone(
                            "ann",
                            statuses
                                + "<item role='none'><actor nick='Ay'/><reason>out</reason>"
                                + "</item>"))
                    .send(END))) {
      assertThat(next()).isEqualTo("Joined ann");
      assertThat(next()).isEqualTo("Gone ann: " + why + " by Ay: out");
      assertEnd(it);
    }
  }

  /** Prosody has the code before the item and 110 after it, ejabberd both after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<status code='307'/><item role='none'><actor nick='Ay'/><reason>out</reason></item>"
            + "<status code='110'/>; KICKED by Ay: out",
        "<item role='none'><reason>out</reason><actor nick='Ay'/></item><status code='110'/>"
            + "<status code='307'/>; KICKED by Ay: out",
        "<item affiliation='outcast' role='none'/><status code='301'/>; BANNED by null: null",
        "<destroy jid='new@rooms.localhost'><reason>bye</reason></destroy><item role='none'/>"
            + "<status code='110'/>; DESTROYED by null: bye, instead new@rooms.localhost",
        "<item affiliation='none' role='none'/><destroy jid='new@rooms.localhost'/>;"
            + " DESTROYED by null: null, instead new@rooms.localhost"
      })
  void the_user_is_removed(String content, String words) throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send("<presence type='unavailable' from='" + ROOM + "' id='N'/>")
                    .send(gone("juliet", content))
                    .send(END))) {
      assertThat(next()).isEqualTo("Left " + words);
      assertEnd(it);
      assertThat(it.get(Rooms.class).get(ROOM)).isNull();
    }
  }

  /** Another device under the same nickname may have left: a self-ping decides. */
  @Test
  void an_unavailable_presence_without_a_reason_is_checked() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(gone("juliet", "<item role='none'/>"))
                    .expectLike("<iq type='get' id='{p}' to='" + OWN + "'/>")
                    .send("<iq type='result' id='{p}' from='" + OWN + "'/>")
                    .send(END))) {
      assertEnd(it);
      assertThat(room(it).isJoined()).isTrue();
    }
  }

  /** ejabberd 24.12 announces the room's capabilities, and with them perhaps an avatar. */
  @Tag("P27")
  @Test
  void the_room_itself_is_no_occupant() throws Exception {
    String hash = "0123456789abcdef0123456789abcdef01234567";
    String avatar =
        "<presence from='" + ROOM + "'><x xmlns='vcard-temp:x:update'><photo>%s</photo></x>";
    try (ScriptedClient it =
        entered(
            s ->
                s.send(
                        "<presence from='"
                            + ROOM
                            + "' id='N'><c ver='7f' node='http://www.process-one.net/en/ejabberd/'"
                            + " hash='sha-1' xmlns='http://jabber.org/protocol/caps'/></presence>")
                    .send(avatar.formatted(hash) + "</presence>")
                    .send(avatar.formatted(hash) + "</presence>")
                    .send(avatar.formatted("") + "</presence>")
                    .send(END))) {
      assertThat(next()).isEqualTo("Avatar " + hash);
      assertThat(next()).isEqualTo("Avatar null");
      assertEnd(it);
      assertThat(room(it).occupants()).hasSize(1);
    }
  }

  /** Prosody merges a second device under the same nickname into one occupant. */
  @Test
  void of_several_items_the_first_counts() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(
                        "<presence from='"
                            + ROOM
                            + "/ann'>"
                            + user(
                                "<item affiliation='member' role='visitor' jid='ann@localhost/1'/>"
                                    + "<item affiliation='none' role='participant'"
                                    + " jid='ann@localhost/2'/>")
                            + "</presence>")
                    .send(END))) {
      assertThat(next()).isEqualTo("Joined ann");
      Occupant ann = room(it).occupant("ann");
      assertThat(ann).isNotNull();
      assertThat(ann == null ? null : ann.jid()).isEqualTo(Jid.of("ann@localhost/1"));
      assertEnd(it);
    }
  }

  @Tag("P27")
  @Test
  void a_forged_110_makes_nobody_the_user() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send(presence("mallory", "<status code='110'/>"))
                    .send(gone("mallory", "<item role='none'/><status code='110'/>"))
                    .send(gone("nobody", "<item role='none'/><status code='110'/>"))
                    .send(END))) {
      assertThat(next()).isEqualTo("Joined mallory");
      assertThat(next()).isEqualTo("Gone mallory: LEFT by null: null");
      assertEnd(it);
      assertThat(room(it).nick()).isEqualTo("juliet");
      assertThat(room(it).isJoined()).isTrue();
    }
  }

  @Test
  void what_is_malformed_or_from_elsewhere_changes_nothing() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.send("<presence from='" + ROOM + "/ann'/>")
                    .send("<presence from='" + ROOM + "/ann'>" + user("") + "</presence>")
                    .send(gone("ann", ""))
                    .send(gone("juliet", "<status code='303'/>"))
                    .expectLike("<iq type='get' id='{p}' to='" + OWN + "'/>")
                    .send("<iq type='result' id='{p}' from='" + OWN + "'/>")
                    .send(
                        "<presence from='other@rooms.localhost/juliet'>"
                            + user("<item role='moderator'/><status code='110'/>")
                            + "</presence>")
                    .send(
                        "<presence from='"
                            + ROOM
                            + "/"
                            + "x".repeat(900)
                            + "'>"
                            + user("<item role='boss' affiliation='king' jid='@@'/>")
                            + "</presence>")
                    .send(END))) {
      assertThat(next()).isEqualTo("Joined ann");
      assertThat(next()).isEqualTo("Gone ann: LEFT by null: null");
      assertThat(next()).isEqualTo("presence from other@rooms.localhost/juliet");
      assertThat(next()).isEqualTo("Joined " + "x".repeat(900));
      assertEnd(it);
      assertThat(it.get(Rooms.class).get(Jid.of("other@rooms.localhost"))).isNull();
      Occupant odd = room(it).occupant("x".repeat(900));
      assertThat(odd == null ? null : odd.role()).isEqualTo(Role.NONE);
      assertThat(odd == null ? null : odd.affiliation()).isEqualTo(Affiliation.NONE);
      assertThat(odd == null ? null : odd.jid()).isNull();
    }
  }

  @Tag("Q09")
  @Test
  void occupants_are_limited_in_number() throws Exception {
    try (ScriptedClient it =
        connected(
            RoomSettings.standard().occupants(2),
            s ->
                expectJoin(asked(s, ""), "")
                    .send(presence("ann", ""))
                    .send(presence("bob", ""))
                    .send(presence("cleo", ""))
                    .send(self(""))
                    .send(gone("ann", ""))
                    .send(presence("dora", ""))
                    .send(END))) {
      Room room = join(it);
      assertThat(next()).isEqualTo("Entered juliet");
      assertThat(next()).isEqualTo("Gone ann: LEFT by null: null");
      assertThat(next()).isEqualTo("Joined dora");
      assertEnd(it);
      assertThat(room.occupants())
          .extracting(Occupant::nick)
          .containsExactlyInAnyOrder("bob", "dora");
      assertThat(room.unlisted()).isEqualTo(2);
    }
  }

  @Tag("Q09")
  @Test
  void a_storm_of_presences_is_taken() throws Exception {
    StringBuilder storm = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      storm.append(presence("n" + i % 6000, ""));
    }
    List<String> events = new ArrayList<>();
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Rooms::new)
            .bound(s -> joined(s).awaitCue("storm").send(storm.toString()).send(END))) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      it.get(Rooms.class).onEvent(event -> events.add(event.getClass().getSimpleName()));
      it.client().onMessage(message -> end.complete(null));
      Room room = join(it);
      it.peer().cue("storm");
      end.get(60, TimeUnit.SECONDS);
      assertThat(room.occupants()).hasSize(5000);
      assertThat(events.stream().filter("OccupantJoined"::equals)).hasSize(4999);
      assertThat(room.isJoined()).isTrue();
    }
  }

  @Tag("Q09")
  @Test
  void all_rooms_together_have_a_budget() {
    OccupantBudget budget = new OccupantBudget(1000);
    OccupantTable one = new OccupantTable(100, budget);
    OccupantTable two = new OccupantTable(100, budget);
    int listed = 0;
    for (int i = 0; i < 50; i++) {
      listed += (i % 2 == 0 ? one : two).put(occupant("n" + i)) ? 1 : 0;
    }
    assertThat(listed).isEqualTo(one.size() + two.size()).isBetween(5, 12);
    assertThat(one.unlisted() + two.unlisted()).isEqualTo(50 - listed);
    one.clear();
    assertThat(two.put(occupant("later"))).isTrue();
    two.clear();
    assertThat(budget.reserve(1000)).isTrue();
  }

  private static Occupant occupant(String nick) {
    return Occupant.of(
        nick,
        Objects.requireNonNull(
            MucUser.of(
                Presence.of(
                    Xml.element("<presence xmlns='jabber:client'>" + user("") + "</presence>")))),
        Presence.available(),
        RoomFeatures.NONE);
  }

  /** Compared with a map of the JDK, with nicknames that collide. */
  @Test
  void the_table_finds_what_was_put_and_not_removed() {
    OccupantTable table = new OccupantTable(200, new OccupantBudget(1L << 30));
    Map<String, Occupant> model = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String nick = collide(random.nextInt(256));
      if (random.nextInt(3) == 0) {
        assertThat(table.remove(nick)).isEqualTo(model.remove(nick));
      } else if (table.put(occupant(nick))) {
        model.put(nick, occupant(nick));
      } else {
        assertThat(model).hasSize(200).doesNotContainKey(nick);
      }
      String other = collide(random.nextInt(256));
      assertThat(table.get(other)).isEqualTo(model.get(other));
      assertThat(table.size()).isEqualTo(model.size());
    }
    assertThat(table.all()).containsExactlyInAnyOrderElementsOf(model.values());
  }

  /** "Aa" and "BB" have the same hash. */
  private static String collide(int bits) {
    StringBuilder nick = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      nick.append((bits >> i & 1) == 0 ? "Aa" : "BB");
    }
    return nick.toString();
  }

  @Test
  void the_user_is_renamed() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect("<presence id='{n}' to='" + ROOM + "/jule'/>")
                    .send(
                        gone(
                            "juliet",
                            "<item role='none' nick='jule'/><status code='303'/>"
                                + "<status code='110'/>"))
                    .send(presence("jule", "<status code='110'/>"))
                    .send(END))) {
      Room room = room(it);
      get(room.rename("juliet"));
      get(room.rename("jule"));
      assertThat(room.nick()).isEqualTo("jule");
      assertThat(next()).isEqualTo("Renamed juliet to jule");
      assertThat(next()).startsWith("Changed Occupant[jule");
      assertEnd(it);
      assertThat(room.occupants()).extracting(Occupant::nick).containsExactly("jule");
    }
  }

  /** Section 7.6: the room makes the nickname lower case, and says so at once. */
  @Test
  void the_room_may_change_the_wanted_nickname() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect("<presence id='{n}' to='" + ROOM + "/OldHag'/>")
                    .send(presence("oldhag", "<status code='110'/><status code='210'/>"))
                    .send(END))) {
      get(room(it).rename("OldHag"));
      assertThat(room(it).nick()).isEqualTo("oldhag");
      assertThat(next()).isEqualTo("Renamed juliet to oldhag");
      assertEnd(it);
    }
  }

  /** The errors of Prosody and of the examples of the specification come from different names. */
  @ParameterizedTest
  @CsvSource({"jule, id='{n}'", "juliet, id='{n}'", "jule, ''", "juliet, ''"})
  void a_refused_nickname_fails(String from, String id) throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expect("<presence id='{n}' to='" + ROOM + "/jule'/>")
                    .mark("asked")
                    .awaitCue("answer")
                    .send(
                        "<presence type='error' %s from='%s/%s'>%s</presence>"
                            .formatted(id, ROOM, from, error("cancel", "conflict"))))) {
      CompletableFuture<Void> renamed = room(it).rename("jule");
      it.peer().awaitMark("asked");
      assertThat(failure(room(it).rename("another"))).isInstanceOf(RefusedException.class);
      it.peer().cue("answer");
      assertThat(JoinProblem.of(failure(renamed))).isEqualTo(JoinProblem.NICKNAME_CONFLICT);
      assertThat(failure(renamed)).isInstanceOf(StanzaException.class);
      assertThat(room(it).nick()).isEqualTo("juliet");
    }
  }

  @Test
  void a_nickname_that_cannot_be_used_or_is_not_answered_fails() throws Exception {
    try (ScriptedClient it =
        connected(
            RoomSettings.standard().answerLimit(Duration.ofSeconds(2)),
            s -> joined(s).expectLike("<presence to='" + ROOM + "/jule'/>"))) {
      Room room = join(it);
      assertThat(failure(room.rename(""))).isInstanceOf(RefusedException.class);
      assertThat(failure(room.rename("jule"))).isInstanceOf(TransportException.class);
    }
  }

  @Test
  void a_pending_rename_fails_when_the_user_is_kicked() throws Exception {
    try (ScriptedClient it =
        entered(
            s ->
                s.expectLike("<presence to='" + ROOM + "/jule'/>")
                    .send(gone("juliet", "<status code='307'/><status code='110'/>")))) {
      assertThat(failure(room(it).rename("jule"))).isInstanceOf(RefusedException.class);
    }
  }
}
