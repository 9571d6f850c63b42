package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.NS;
import static im.linnet.archive.ArchiveScript.OWN;
import static im.linnet.archive.ArchiveScript.bound;
import static im.linnet.archive.ArchiveScript.error;
import static im.linnet.archive.ArchiveScript.fin;
import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.ids;
import static im.linnet.archive.ArchiveScript.query;
import static im.linnet.archive.ArchiveScript.results;
import static im.linnet.archive.ArchiveScript.wrapped;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries and their pages, on the wire. */
@Timeout(120)
class PageTest {

  private static final String ALL = query("<max>50</max>");

  private static Archive own(ScriptedClient it) {
    return it.get(MessageArchive.class).own();
  }

  @Test
  void a_query_has_all_its_fields() throws Exception {
    String field = "<field var='%s' type='%s'><value>%s</value></field>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(
                        "<iq type='set' id='{id}'><query xmlns='urn:xmpp:mam:2' queryid='{q}'>"
                            + "<x xmlns='jabber:x:data' type='submit'>"
                            + field.formatted("FORM_TYPE", "hidden", "urn:xmpp:mam:2")
                            + field.formatted("with", "jid-single", "romeo@example.net")
                            + field.formatted("start", "text-single", "2026-11-01T09:00:00.001Z")
                            + field.formatted("end", "text-single", "2026-11-01T11:00:00.002Z")
                            + field.formatted("after-id", "text-single", "a")
                            + field.formatted("before-id", "text-single", "z")
                            + field.formatted("include-groupchat", "boolean", "false")
                            + field.formatted("{urn:x}y", "text-single", "words")
                            + "</x><set xmlns='http://jabber.org/protocol/rsm'><max>20</max>"
                            + "<before/></set><flip-page/></query></iq>")
                    .send(results("b", "c") + fin("", "b", "c")))) {
      MessageQuery query =
          MessageQuery.all()
              .with(Jid.of("romeo@example.net"))
              .start(Instant.parse("2026-11-01T09:00:00.001900Z"))
              .end(Instant.parse("2026-11-01T11:00:00.001900Z"))
              .afterId("a")
              .beforeId("z")
              .includeGroupchat(false)
              .field("{urn:x}y", "words")
              .latest()
              .max(20)
              .flipped();
      assertThat(get(own(it).page(query)).query()).isEqualTo(query);
    }
  }

  @Test
  void a_page_has_all_its_facts() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(results("b", "c"))
                    .send(
                        fin(
                            "complete='true' stable='false'",
                            "<first index='3'>b</first><last>c</last><count>5</count>")))) {
      Page page = get(own(it).page(MessageQuery.all()));
      assertThat(ids(page)).containsExactly("b", "c");
      assertThat(page.first()).isEqualTo("b");
      assertThat(page.last()).isEqualTo("c");
      assertThat(page.isComplete()).isTrue();
      assertThat(page.isStable()).isFalse();
      assertThat(page.count()).isEqualTo(5);
      assertThat(page.index()).isEqualTo(3);
      ArchivedMessage b = page.messages().get(0);
      assertThat(b.stanzaId()).isEqualTo(new StanzaId("b", Jid.of("juliet@localhost")));
      assertThat(b.time()).isEqualTo("2026-11-01T10:00:00Z");
      assertThat(requireNonNull(b.message()).from()).isEqualTo(Jid.of("romeo@example.net/orchard"));
      assertThat(b.body()).isEqualTo("b");
      assertThat(b)
          .hasToString(
              "ArchivedMessage[b, 2026-11-01T10:00:00Z, from romeo@example.net/orchard to"
                  + " juliet@localhost]");
    }
  }

  @Test
  void pages_lead_to_the_next_and_the_previous_one() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>2</max><before/>"))
                    .send(results("c", "d") + fin("", "c", "d"))
                    .expect(query("<max>2</max><before>c</before>"))
                    .send(results("a", "b") + fin("complete='true'", "a", "b"))
                    .expect(query("<max>2</max><after>b</after>"))
                    .send(results("c", "d") + fin("complete='1'", "c", "d")))) {
      Archive own = own(it);
      Page latest = get(own.page(MessageQuery.all().max(2).latest()));
      assertThat(latest.isComplete()).isFalse();
      Page before = get(own.page(requireNonNull(latest.previous())));
      assertThat(ids(before)).containsExactly("a", "b");
      assertThat(before.isComplete()).isTrue();
      Page again = get(own.page(requireNonNull(before.next())));
      assertThat(ids(again)).isEqualTo(ids(latest));
      assertThat(again.isComplete()).isTrue();
    }
  }

  @Test
  void single_messages_are_fetched_by_their_ids() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike(
                        "<iq type='set' id='{id}'><query "
                            + NS
                            + " queryid='{q}'><x xmlns='jabber:x:data'><field"
                            + " var='FORM_TYPE'/><field var='ids'>"
                            + "<value>a</value><value>c</value></field></x></query></iq>")
                    .send(results("a", "c") + fin("complete='true'", "a", "c")))) {
      assertThat(ids(get(own(it).page(MessageQuery.all().ids(List.of("a", "c"))))))
          .containsExactly("a", "c");
    }
  }

  /** No count, no complete, no sender, no delay, either order, no set. */
  @Test
  void pages_with_the_least_are_read() throws Exception {
    String message = "<message xmlns='jabber:client'><body>%s</body></message>";
    String delay = "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2026-11-01T10:00:00Z'/>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(wrapped("", "id='a' queryid='{q}'", message.formatted("one"), delay))
                    .send(wrapped(OWN, "id='b' queryid='{q}'", message.formatted("two")))
                    .send("<iq type='result' id='{id}'><fin " + NS + "/></iq>"))) {
      Page page = get(own(it).page(MessageQuery.all()));
      assertThat(page.messages()).extracting(ArchivedMessage::body).containsExactly("one", "two");
      assertThat(page.messages().get(0).time()).isEqualTo("2026-11-01T10:00:00Z");
      assertThat(page.messages().get(1).time()).isNull();
      assertThat(page.first()).isEqualTo("a");
      assertThat(page.last()).isEqualTo("b");
      assertThat(page.count()).isNull();
      assertThat(page.index()).isNull();
      assertThat(page.isComplete()).isFalse();
      assertThat(page.isStable()).isTrue();
    }
  }

  @Test
  void an_empty_page_leads_nowhere() throws Exception {
    try (ScriptedClient it = bound(s -> s.expect(ALL).send(fin("complete='true'", "")))) {
      Page page = get(own(it).page(MessageQuery.all()));
      assertThat(page.messages()).isEmpty();
      assertThat(page.next()).isNull();
      assertThat(page.previous()).isNull();
    }
  }

  /** Prosody answers a query for no message with complete='true'. */
  @Test
  void a_page_of_none_is_not_complete() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>0</max>")).send(fin("complete='true'", "<count>7</count>")))) {
      Page page = get(own(it).page(MessageQuery.all().max(0)));
      assertThat(page.isComplete()).isFalse();
      assertThat(page.count()).isEqualTo(7);
    }
  }

  /** The first id is that of the oldest message for Prosody, of the one sent first for ejabberd. */
  @ParameterizedTest
  @ValueSource(strings = {"a c", "c a"})
  void flipped_pages_lead_the_right_way(String ends) throws Exception {
    String stamped = "<delay xmlns='urn:xmpp:delay' stamp='2026-11-01T10:00:0%sZ'/>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike("<iq type='set' id='{id}'><query queryid='{q}' " + NS + "/></iq>")
                    .send(wrapped(OWN, "id='c' queryid='{q}'", stamped.formatted(3)))
                    .send(wrapped(OWN, "id='b' queryid='{q}'", stamped.formatted(2)))
                    .send(wrapped(OWN, "id='a' queryid='{q}'", stamped.formatted(1)))
                    .send(fin("", ends.substring(0, 1), ends.substring(2)))
                    .expect(
                        query("<max>3</max><before>a</before>")
                            .replace("</set>", "</set><flip-page/>"))
                    .send(fin("complete='true'", "")))) {
      Page page = get(own(it).page(MessageQuery.all().latest().max(3).flipped()));
      assertThat(ids(page)).containsExactly("c", "b", "a");
      assertThat(page.first()).isEqualTo("a");
      assertThat(page.last()).isEqualTo("c");
      assertThat(get(own(it).page(requireNonNull(page.previous()))).isComplete()).isTrue();
    }
  }

  @Test
  void an_archive_may_ignore_the_wish_for_a_flipped_page() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike("<iq type='set' id='{id}'><query queryid='{q}' " + NS + "/></iq>")
                    .send(results("a", "b") + fin("", "a", "b")))) {
      Page page = get(own(it).page(MessageQuery.all().flipped()));
      assertThat(page.first()).isEqualTo("a");
      assertThat(page.last()).isEqualTo("b");
    }
  }

  /** Prosody 13.0.1 returns the last message of all if none is recent enough. */
  @Test
  void what_is_before_the_start_is_left_out() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike(query("start", "2026-11-01T10:00:01.500Z", "<max>50</max>"))
                    .send(results("a") + fin("complete='true'", "a", "a"))
                    .expectLike(query("start", "2026-11-01T10:00:00.500Z", "<max>50</max>"))
                    .send(results("a") + fin("complete='true'", "a", "a")))) {
      Instant second = Instant.parse("2026-11-01T10:00:00Z");
      MessageQuery late = MessageQuery.all().start(second.plusMillis(1500));
      assertThat(get(own(it).page(late)).messages()).isEmpty();
      MessageQuery sameSecond = MessageQuery.all().start(second.plusMillis(500));
      assertThat(get(own(it).page(sameSecond)).messages()).hasSize(1);
    }
  }

  @Test
  void a_removed_message_keeps_its_place() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(
                        wrapped(
                            OWN,
                            "id='a' queryid='{q}'",
                            "<delay xmlns='urn:xmpp:delay' stamp='2026-11-01T10:00:00Z'/>"))
                    .send(
                        wrapped(
                            OWN,
                            "id='b' queryid='{q}'",
                            "<message xmlns='jabber:client' from='@@'/>"))
                    .send(
                        "<message " + OWN + "><result " + NS + " id='c' queryid='{q}'/></message>")
                    .send(fin("", "a", "c")))) {
      Page page = get(own(it).page(MessageQuery.all()));
      assertThat(ids(page)).containsExactly("a", "b", "c");
      assertThat(page.messages()).allMatch(message -> message.message() == null);
      assertThat(page.messages().get(0).time()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<query xmlns='urn:xmpp:mam:2'/>", "<fin xmlns='urn:xmpp:mam:1'/>"})
  void an_answer_without_an_end_is_a_failure(String content) throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ALL)
                    .send(results("a") + "<iq type='result' id='{id}'>" + content + "</iq>"))) {
      Failures.of(own(it).page(MessageQuery.all()), UnreadableAnswerException.class);
      assertThat(it.get(MessageArchive.class).open()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item-not-found", "feature-not-implemented", "forbidden", "bad-request"})
  void a_refusal_is_passed_on(String condition) throws Exception {
    try (ScriptedClient it = bound(s -> s.expect(ALL).send(error(condition)))) {
      StanzaException refusal =
          Failures.of(own(it).page(MessageQuery.all()), StanzaException.class);
      assertThat(refusal.error().condition().wireName()).isEqualTo(condition);
      assertThat(refusal.error().condition()).isNotEqualTo(Condition.UNDEFINED_CONDITION);
      assertThat(it.get(MessageArchive.class).open()).isZero();
    }
  }

  @Test
  void a_text_that_cannot_be_sent_is_refused() throws Exception {
    try (ScriptedClient it = bound(nothing -> {})) {
      for (MessageQuery query :
          List.of(
              MessageQuery.all().field("withtext", "\u0000"),
              MessageQuery.all().ids(List.of("\uffff")),
              MessageQuery.all().before("\ud800"),
              MessageQuery.all().after(""))) {
        Failures.of(own(it).page(query), RefusedException.class);
      }
      assertThat(it.get(MessageArchive.class).open()).isZero();
    }
  }
}
