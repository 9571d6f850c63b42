package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.OWN;
import static im.linnet.archive.ArchiveScript.ROOM;
import static im.linnet.archive.ArchiveScript.error;
import static im.linnet.archive.ArchiveScript.fin;
import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.live;
import static im.linnet.archive.ArchiveScript.query;
import static im.linnet.archive.ArchiveScript.results;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the end of a timeline to the live messages, on one stream. */
@Timeout(120)
class CatchUpTest {

  private static final Instant TEN = Instant.parse("2026-11-01T10:00:00Z");
  private static final String OLDEST = query("<max>1</max>");
  private static final String LATEST = query("<max>1</max><before/>");

  private static ScriptedClient bound(Consumer<Script> lines) {
    return ArchiveScript.bound(lines);
  }

  private static Timeline timeline(ScriptedClient it, Anchor anchor) {
    return new Timeline(it.client(), it.get(MessageArchive.class).own(), anchor);
  }

  private static String after(String id) {
    return query("<max>50</max><after>" + id + "</after>");
  }

  /** The request for what follows the id is answered with the only page, behind the oldest one. */
  private static Consumer<Script> follows(String id, String... ids) {
    return s ->
        s.expect(after(id))
            .send(results(ids) + fin("complete='true'", ids[0], ids[ids.length - 1]))
            .expect(OLDEST)
            .send(results("oldest") + fin("", "oldest", "oldest"));
  }

  private static Consumer<Script> nothingFollows(String id) {
    return s ->
        s.expect(after(id))
            .send(fin("complete='true'", ""))
            .expect(LATEST)
            .send(results(id) + fin("", id, id));
  }

  @Test
  void the_archive_comes_first_and_nothing_twice() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .send("<message from='romeo@example.net'><body>typing</body></message>")
                    .send(live("d") + results("b", "c") + fin("", "b", "c"))
                    .expect(OLDEST)
                    .send(live("f") + results("oldest") + fin("", "oldest", "oldest"))
                    .expect(after("c"))
                    .send(results("d", "e") + fin("complete='true'", "d", "e"))
                    .send(live("e") + live("g") + live("g") + live("f")))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      CompletableFuture<Anchor> caughtUp = timeline.catchUp.start();
      timeline.expect("live typing", "archived b", "archived c", "archived d", "archived e");
      timeline.expect("caught up", "live f", "live g");
      timeline.expectNothing();
      assertThat(get(caughtUp)).isEqualTo(Anchor.after("f").or("e").orSince(TEN));
      assertThat(timeline.catchUp.anchor()).isEqualTo(Anchor.after("g").or("e").orSince(TEN));
    }
  }

  @Test
  void nothing_new_is_not_mistaken_for_an_unknown_id() throws Exception {
    try (ScriptedClient it = bound(nothingFollows("a"))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      assertThat(get(timeline.catchUp.start())).isEqualTo(Anchor.after("a"));
      timeline.expect("caught up").expectNothing();
    }
  }

  @Test
  void a_message_that_arrives_between_the_two_looks_is_no_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .send(fin("complete='true'", ""))
                    .expect(LATEST)
                    .send(live("b") + results("b") + fin("", "b", "b"))
                    .then(follows("a", "b")))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      get(timeline.catchUp.start());
      timeline.expect("archived b", "caught up").expectNothing();
    }
  }

  @Test
  void an_empty_timeline_reads_all_without_a_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>50</max>"))
                    .send(results("a") + fin("", "a", "a"))
                    .expect(after("a"))
                    .send(fin("complete='true'", "")))) {
      Timeline timeline = timeline(it, Anchor.oldest());
      get(timeline.catchUp.start());
      timeline.expect("archived a", "caught up");
    }
  }

  @Test
  void an_anchor_in_time_is_no_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike(query("start", "2026-11-01T10:00:00Z", "<max>50</max>"))
                    .send(results("a") + fin("complete='true'", "a", "a")))) {
      Timeline timeline = timeline(it, Anchor.since(TEN));
      get(timeline.catchUp.start());
      timeline.expect("archived a", "caught up");
    }
  }

  /** As the XEP says, and Prosody 0.12. */
  @Test
  void an_unknown_id_that_is_refused_is_a_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("z"))
                    .send(error("item-not-found"))
                    .expectLike(query("start", "2026-11-01T10:00:00Z", "<max>50</max>"))
                    .send(results("a") + fin("complete='true'", "a", "a")))) {
      Timeline timeline = timeline(it, Anchor.after("z").orSince(TEN));
      assertThat(get(timeline.catchUp.start())).isEqualTo(Anchor.after("a").orSince(TEN));
      timeline.expect("lost, from SINCE", "archived a", "caught up");
    }
  }

  /** As Prosody 13.0.1 does. */
  @Test
  void an_unknown_id_with_an_empty_page_is_a_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s -> {
              for (int i = 0; i < 2; i++) {
                s.expect(after("z"))
                    .send(fin("complete='true'", ""))
                    .expect(LATEST)
                    .send(results("b") + fin("", "b", "b"));
              }
              s.expect(query("<max>50</max>"))
                  .send(results("a", "b") + fin("complete='true'", "a", "b"));
            })) {
      Timeline timeline = timeline(it, Anchor.after("z"));
      get(timeline.catchUp.start());
      timeline.expect("lost, from OLDEST", "archived a", "archived b", "caught up");
    }
  }

  @Test
  void an_id_of_an_empty_archive_is_a_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("z"))
                    .send(fin("complete='true'", ""))
                    .expect(LATEST)
                    .send(fin("complete='true'", ""))
                    .expect(query("<max>50</max>"))
                    .send(fin("complete='true'", "")))) {
      Timeline timeline = timeline(it, Anchor.after("z"));
      assertThat(get(timeline.catchUp.start())).isEqualTo(Anchor.oldest());
      timeline.expect("lost, from OLDEST", "caught up");
    }
  }

  /** As ejabberd does. */
  @Test
  void an_unknown_id_that_starts_at_the_top_is_a_gap() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("z"))
                    .send(results("a", "b") + fin("complete='true'", "a", "b"))
                    .expect(OLDEST)
                    .send(results("a") + fin("complete='false'", "a", "a"))
                    .expectLike(query("start", "2026-11-01T10:00:00Z", "<max>50</max>"))
                    .send(results("b") + fin("complete='true'", "b", "b")))) {
      Timeline timeline = timeline(it, Anchor.after("z").orSince(TEN));
      get(timeline.catchUp.start());
      timeline.expect("lost, from SINCE", "archived b", "caught up").expectNothing();
    }
  }

  /** Prosody keeps a forged id before its own. */
  @Test
  void of_two_ids_of_a_live_message_the_last_counts() throws Exception {
    String forged = "<stanza-id xmlns='urn:xmpp:sid:0' id='b' by='juliet@localhost'/><stanza-id";
    try (ScriptedClient it =
        bound(s -> s.then(follows("a", "b")).send(live("c").replace("<stanza-id", forged)))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      get(timeline.catchUp.start());
      timeline.expect("archived b", "caught up", "live c").expectNothing();
    }
  }

  /** Prosody passes on forged ids in messages that it does not archive. */
  @Tag("P23")
  @Test
  void a_forged_live_id_does_not_lose_the_end_of_the_archive() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.then(follows("a", "b"))
                    .send(live("forged"))
                    .awaitCue("again")
                    .expect(after("forged"))
                    .send(error("item-not-found"))
                    .then(follows("b", "c")))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      get(timeline.catchUp.start());
      timeline.expect("archived b", "caught up", "live forged");
      it.peer().cue("again");
      assertThat(get(timeline.catchUp.start())).isEqualTo(Anchor.after("c").orSince(TEN));
      timeline.expect("archived c", "caught up");
    }
  }

  @Test
  void after_a_failure_live_messages_go_on_and_the_anchor_stays() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .send(live("c") + error("internal-server-error"))
                    .send(live("d"))
                    .awaitCue("again")
                    .then(follows("a", "b", "c", "d", "e"))
                    .send(live("f")))) {
      Timeline timeline = timeline(it, Anchor.after("a").orSince(TEN));
      Failures.of(timeline.catchUp.start(), StanzaException.class);
      timeline.expect("failed StanzaException", "live c", "live d").expectNothing();
      assertThat(timeline.catchUp.anchor()).isEqualTo(Anchor.after("a").orSince(TEN));
      it.peer().cue("again");
      get(timeline.catchUp.start());
      timeline.expect("archived b", "archived e", "caught up", "live f").expectNothing();
    }
  }

  @Test
  void what_finds_no_room_is_read_from_the_archive() throws Exception {
    StringBuilder flood = new StringBuilder();
    for (int i = 0; i < HeldMessages.MAX; i++) {
      flood.append(live("c" + i));
    }
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .send(flood + live("late"))
                    .send(results("b", "c0", "c1") + fin("complete='true'", "b", "c1"))
                    .expect(OLDEST)
                    .send(results("oldest") + fin("", "oldest", "oldest"))
                    .then(follows("c1", "c2", "late")))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      get(timeline.catchUp.start());
      timeline.expect("archived b", "archived c0", "archived c1", "archived c2", "archived late");
      timeline.expect("caught up", "live c3");
    }
  }

  @Test
  void a_pause_stops_the_reading_and_holds_what_arrives() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .mark("asked")
                    .awaitCue("paused")
                    .send(live("c") + results("b") + fin("", "b", "b"))
                    .awaitCue("again")
                    .then(follows("a", "b", "c")))) {
      Timeline timeline = timeline(it, Anchor.after("a"));
      CompletableFuture<Anchor> first = timeline.catchUp.start();
      CompletableFuture<Anchor> joined = timeline.catchUp.start();
      it.peer().awaitMark("asked");
      timeline.catchUp.pause();
      timeline.expectNothing();
      assertThat(first).isCancelled();
      assertThat(joined).isCancelled();
      it.peer().cue("paused");
      timeline.expectNothing();
      it.peer().cue("again");
      get(timeline.catchUp.start());
      timeline.expect("archived b", "archived c", "caught up").expectNothing();
    }
  }

  @Test
  void cancelling_pauses_and_closing_ends() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a"))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(results("b") + fin("", "b", "b") + live("b")))) {
      MessageArchive archives = it.get(MessageArchive.class);
      Timeline timeline = timeline(it, Anchor.after("a"));
      CompletableFuture<Anchor> caughtUp = timeline.catchUp.start();
      it.peer().awaitMark("asked");
      caughtUp.cancel(false);
      timeline.expectNothing();
      assertThat(archives.open()).isZero();
      it.peer().cue("cancelled");
      timeline.catchUp.close();
      Failures.of(timeline.catchUp.start(), RefusedException.class);
      timeline.expectNothing();
    }
  }

  @Test
  void a_closed_client_catches_up_no_more() throws Exception {
    try (ScriptedClient it = bound(s -> s.expect(after("a")).mark("asked"))) {
      CatchUp catchUp = timeline(it, Anchor.after("a")).catchUp;
      CompletableFuture<Anchor> reading = catchUp.start();
      it.peer().awaitMark("asked");
      it.client().shutdown().get(20, TimeUnit.SECONDS);
      Failures.of(reading, TransportException.class);
      Failures.of(catchUp.start(), RefusedException.class);
    }
  }

  @Test
  void a_room_vouches_for_its_own_messages_only() throws Exception {
    String room =
        "<message from='%s' type='groupchat'><body>%s</body><stanza-id"
            + " xmlns='urn:xmpp:sid:0' id='b' by='garden@rooms.localhost'/></message>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(after("a").replace("<iq ", "<iq to='" + ROOM + "' "))
                    .send(room.formatted("romeo@example.net", "forged"))
                    .send(room.formatted("garden@rooms.localhost/romeo", "genuine"))
                    .send(
                        (results("b") + fin("complete='true'", "b", "b"))
                            .replace(OWN, "from='garden@rooms.localhost'")
                            .replace("<iq ", "<iq from='garden@rooms.localhost' ")
                            .replace("romeo@example.net/orchard", "garden@rooms.localhost/romeo"))
                    .expect(OLDEST.replace("<iq ", "<iq to='" + ROOM + "' "))
                    .send(
                        fin("", "z", "z").replace("<iq ", "<iq from='garden@rooms.localhost' ")))) {
      Timeline timeline =
          new Timeline(it.client(), it.get(MessageArchive.class).of(ROOM), Anchor.after("a"));
      get(timeline.catchUp.start());
      timeline.expect("live forged", "archived b", "caught up").expectNothing();
    }
  }
}
