package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.NS;
import static im.linnet.archive.ArchiveScript.OWN;
import static im.linnet.archive.ArchiveScript.ROOM;
import static im.linnet.archive.ArchiveScript.RSM;
import static im.linnet.archive.ArchiveScript.bound;
import static im.linnet.archive.ArchiveScript.fin;
import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.ids;
import static im.linnet.archive.ArchiveScript.query;
import static im.linnet.archive.ArchiveScript.result;
import static im.linnet.archive.ArchiveScript.results;
import static im.linnet.archive.ArchiveScript.wrapped;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.routing.Claim;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which results count, how many, and for how long. */
@Timeout(120)
class QueryResultsTest {

  private static final String ALL = query("<max>50</max>");

  private static Archive own(ScriptedClient it) {
    return it.get(MessageArchive.class).own();
  }

  @Tag("P21")
  @Test
  void a_rooms_archive_answers_for_the_room_alone() throws Exception {
    String occupant =
        "<message xmlns='jabber:client' type='groupchat' from='%s'><body>%s</body></message>";
    String room = "from='garden@rooms.localhost'";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL.replace("<iq ", "<iq to='garden@rooms.localhost' "))
                    .send(
                        wrapped(
                            room,
                            "id='a' queryid='{q}'",
                            occupant.formatted("garden@rooms.localhost/romeo", "one")))
                    .send(
                        wrapped(
                            room,
                            "id='b' queryid='{q}'",
                            occupant.formatted("romeo@example.net/orchard", "forged")))
                    .send(result("", "c", "forged"))
                    .send(result(OWN, "d", "forged"))
                    .send(result("from='garden@rooms.localhost/romeo'", "e", "forged"))
                    .send(fin("", "a", "b").replace("<iq ", "<iq " + room + " ")))) {
      MessageArchive archives = it.get(MessageArchive.class);
      Page page = get(archives.of(ROOM.withResource("romeo")).page(MessageQuery.all()));
      assertThat(page.messages()).extracting(ArchivedMessage::body).containsExactly("one");
      assertThat(page.messages().get(0).archive()).isEqualTo(ROOM);
      assertThat(archives.dropped()).isEqualTo(4);
    }
  }

  /** A room's messages are usually claimed by somebody. */
  @Tag("P21")
  @Test
  void results_reach_no_other_claim() throws Exception {
    String room = "from='garden@rooms.localhost'";
    BlockingQueue<Stanza> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL.replace("<iq ", "<iq to='garden@rooms.localhost' "))
                    .send(wrapped(room, "id='a' queryid='{q}'", ""))
                    .send(fin("", "a", "a").replace("<iq ", "<iq " + room + " "))
                    .send(wrapped(room, "id='late' queryid='{q}'", ""))
                    .send("<message " + room + "><body>end</body></message>"))) {
      it.client().claim(Claim.from(ROOM).of(Message.class), others::add);
      assertThat(ids(get(it.get(MessageArchive.class).of(ROOM).page(MessageQuery.all()))))
          .containsExactly("a");
      Stanza end = requireNonNull(others.poll(20, TimeUnit.SECONDS));
      assertThat(((Message) end).body()).isEqualTo("end");
      assertThat(it.get(MessageArchive.class).dropped()).isEqualTo(1);
    }
  }

  /** Section 8.2, and CVE-2017-5589's kin. */
  @Tag("P21")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from='romeo@example.net'",
        "from='juliet@localhost/balcony'",
        "from='juliet@localhost/another'",
        "from='localhost'",
        "from='juliet@example.net'",
        "from='juliet@localhost' type='error'"
      })
  void results_from_others_are_dropped_and_counted(String from) throws Exception {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(result(from, "a", "forged"))
                    .send(wrapped(OWN, "queryid='other' id='b'", ""))
                    .send(wrapped(OWN, "id='c'", ""))
                    .send(results("d") + fin("", "d", "d"))
                    .send(results("late"))
                    .send("<message from='romeo@example.net'><body>end</body></message>"))) {
      it.client().onMessage(heard::add);
      assertThat(ids(get(own(it).page(MessageQuery.all())))).containsExactly("d");
      Message end = requireNonNull(heard.poll(20, TimeUnit.SECONDS));
      assertThat(end.body()).isEqualTo("end");
      assertThat(it.get(MessageArchive.class).dropped()).isEqualTo(4);
      assertThat(it.get(MessageArchive.class).open()).isZero();
    }
  }

  @Tag("X49")
  @Test
  void malformed_and_repeated_results_do_no_harm() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>2</max>"))
                    .send(wrapped(OWN, "queryid='{q}'", ""))
                    .send(wrapped(OWN, "queryid='{q}' id=''", ""))
                    .send(wrapped(OWN, "queryid='{q}' id='" + "x".repeat(1025) + "'", ""))
                    .send(results("a", "a", "b", "a"))
                    .send(
                        fin(
                            "complete='maybe'",
                            "<first index='-1'/><last/><count>many</count>")))) {
      Page page = get(own(it).page(MessageQuery.all().max(2)));
      assertThat(ids(page)).containsExactly("a", "b");
      assertThat(page.last()).isEqualTo("b");
      assertThat(page.count()).isNull();
      assertThat(page.index()).isNull();
      assertThat(page.isComplete()).isFalse();
      assertThat(it.get(MessageArchive.class).dropped()).isZero();
    }
  }

  @Tag("P21")
  @Test
  void more_than_was_asked_for_is_dropped_with_a_failure() throws Exception {
    String large = "x".repeat(200_000);
    try (ScriptedClient it =
        bound(
            s -> {
              s.expect(query("<max>2</max>"))
                  .send(results("a", "b", "c", "d") + fin("", "a", "d"))
                  .expect(ALL);
              for (int i = 0; i < 22; i++) {
                s.send(result(OWN, "n" + i, large));
              }
              s.send(fin("", "n0", "n21")).expect(query("<max>0</max>")).send(fin("", ""));
            })) {
      assertThat(
              Failures.of(own(it).page(MessageQuery.all().max(2)), UnreadableAnswerException.class))
          .hasMessageContaining("too many results (expected: <= 2)");
      assertThat(Failures.of(own(it).page(MessageQuery.all()), UnreadableAnswerException.class))
          .hasMessageContaining("too large");
      assertThat(get(own(it).page(MessageQuery.all().max(0))).messages()).isEmpty();
    }
  }

  @Test
  void a_cancelled_query_leaves_nothing_behind() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(results("a"))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(results("b") + fin("", "a", "b"))
                    .expect(query("<max>2</max>"))
                    .send(results("c") + fin("", "c", "c")))) {
      CompletableFuture<Page> page = own(it).page(MessageQuery.all());
      it.peer().awaitMark("asked");
      assertThat(page.cancel(false)).isTrue();
      assertThat(it.get(MessageArchive.class).open()).isZero();
      it.peer().cue("cancelled");
      assertThat(ids(get(own(it).page(MessageQuery.all().max(2))))).containsExactly("c");
      assertThat(it.get(MessageArchive.class).dropped()).isBetween(1L, 2L);
    }
  }

  @Test
  void a_query_that_takes_too_long_leaves_nothing_behind() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(MessageArchive::new)
            .client(client -> client.requestLimit(Duration.ofMillis(50)))
            .bound(s -> s.expect(ALL))) {
      Failures.of(own(it).page(MessageQuery.all()), TransportException.class);
      assertThat(it.get(MessageArchive.class).open()).isZero();
    }
  }

  @Test
  void queries_at_once_keep_their_results_apart() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike("<iq type='set' id='{i1}'><query queryid='{q1}' " + NS + "/></iq>")
                    .expectLike("<iq type='set' id='{i2}'><query queryid='{q2}' " + NS + "/></iq>")
                    .send(wrapped(OWN, "queryid='{q2}' id='b'", ""))
                    .send(wrapped(OWN, "queryid='{q1}' id='a'", ""))
                    .send(
                        "<iq type='result' id='{i2}'><fin %1$s><set %2$s/></fin></iq><iq type='result' id='{i1}'><fin %1$s><set %2$s/></fin></iq>"
                            .formatted(NS, RSM)))) {
      CompletableFuture<Page> first = own(it).page(MessageQuery.all());
      CompletableFuture<Page> second = own(it).page(MessageQuery.all());
      assertThat(ids(get(first))).containsExactly("a");
      assertThat(ids(get(second))).containsExactly("b");
    }
  }
}
