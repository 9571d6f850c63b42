package im.linnet.oldarchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OldArchiveTest {

  private static final Jid JULIET = Jid.of("juliet@capulet.com");
  private static final String START = "1469-07-21T02:56:15Z";
  private static final Conversation BALCONY = Conversation.of(JULIET, Instant.parse(START));
  private static final String NS = " xmlns='urn:xmpp:archive'";

  @Test
  void lists_page_after_page() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(list("<max>3</max>"))
                    .send(listed(chat("1") + chat("2") + set("a", "b", "3")))
                    .expect(list("<max>1</max><after>b</after>"))
                    .send(listed(chat("3") + set("c", "c", "3"))))) {
      List<Conversation> all = get(archive(client).list(ArchiveQuery.with(JULIET), 3));
      assertThat(all).extracting(Conversation::thread).containsExactly("1", "2", "3");
      assertThat(all.get(0).startedAt()).isEqualTo(START);
    }
  }

  @Test
  void asks_for_a_time_range() throws Exception {
    Instant start = Instant.parse("2012-04-26T00:00:00Z");
    try (ScriptedClient client =
        bound(
            s ->
                s.expectLike(
                        "<iq type='get' id='{id}'><list xmlns='urn:xmpp:archive'"
                            + " start='2012-04-26T00:00:00Z' end='2012-04-27T00:00:00.500Z'/></iq>")
                    .send(listed("")))) {
      ArchiveQuery day = ArchiveQuery.all().from(start).until(start.plusMillis(86_400_500));
      assertThat(get(archive(client).list(day, 10))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no result set
        "<set xmlns='http://jabber.org/protocol/rsm'/>",
        "<set xmlns='http://jabber.org/protocol/rsm'><last>z</last><count>1</count></set>",
      })
  void ends_when_the_archive_names_no_further_page(String set) throws Exception {
    try (ScriptedClient client =
        bound(s -> s.expect(list("<max>100</max>")).send(listed(chat("1") + set)))) {
      assertThat(get(archive(client).list(ArchiveQuery.with(JULIET), 1000))).hasSize(1);
    }
  }

  @Test
  void ends_when_a_page_has_no_items_or_the_last_one_again() throws Exception {
    String loop = chat("1") + "<set xmlns='http://jabber.org/protocol/rsm'><last>z</last></set>";
    String hollow = "<set xmlns='http://jabber.org/protocol/rsm'><last>y</last></set>";
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(list("<max>100</max>"))
                    .send(listed(loop))
                    .expect(list("<max>99</max><after>z</after>"))
                    .send(listed(loop))
                    .expect(list("<max>100</max>"))
                    .send(listed(hollow)))) {
      assertThat(get(archive(client).list(ArchiveQuery.with(JULIET), 100))).hasSize(2);
      assertThat(get(archive(client).list(ArchiveQuery.with(JULIET), 100))).isEmpty();
    }
  }

  @Test
  void takes_no_more_than_it_wants_from_an_archive_that_ignores_max() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(list("<max>2</max>"))
                    .send(listed(chat("1") + chat("2") + chat("3") + set("a", "c", "9"))))) {
      assertThat(get(archive(client).list(ArchiveQuery.with(JULIET), 2))).hasSize(2);
    }
  }

  @Test
  void times_messages_by_the_one_before_over_pages() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(retrieve("<max>100</max>"))
                    .send(
                        retrieved(
                            "<from secs='0'><body>Art thou not Romeo?</body></from>"
                                + "<note>mine</note><to secs='11'/>"
                                + "<to secs='1' name='romeo'><body>Neither</body></to>"
                                + set("0", "2", "5")))
                    .expect(retrieve("<max>98</max><after>2</after>"))
                    .send(
                        retrieved(
                            "<from secs='7'><body>How</body></from>"
                                + "<from secs='soon'><body>a</body></from>"
                                + "<from secs='-5'><body>b</body></from>"
                                + "<from secs='99999999999'><body>c</body></from>"
                                + "<from utc='1469-07-21T03:00:00Z'><body>d</body></from>"
                                + "<from utc='never'><body>e</body></from>"
                                + "<from><thread xmlns='jabber:client'/></from>")))) {
      List<ArchivedMessage> all = get(archive(client).messages(BALCONY, 100));
      Instant start = Instant.parse(START);
      Instant eight = Instant.parse("1469-07-21T03:00:00Z");
      Instant how = start.plusSeconds(19);
      assertThat(all)
          .extracting(ArchivedMessage::time)
          .containsExactly(start, start.plusSeconds(12), how, how, how, how, eight, eight, eight);
      assertThat(all.get(1).sent()).isTrue();
      assertThat(all.get(1).name()).isEqualTo("romeo");
      assertThat(all.get(0).sent()).isFalse();
      assertThat(all.get(8).body()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " xmlns='jabber:client'"})
  void reads_the_body_in_the_language_of_the_message(String namespace) throws Exception {
    String bodies =
        "<body xml:lang='de'%1$s>eins</body><body%1$s>one</body><body xml:lang='fr'%1$s>un</body>"
            .formatted(namespace);
    String others =
        "<body xml:lang='de'%1$s>eins</body><body xml:lang='fr'%1$s>un</body>".formatted(namespace);
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(retrieve("<max>100</max>"))
                    .send(
                        retrieved(
                            "<from xml:lang='en'>"
                                + bodies
                                + "</from><to xml:lang='fr-CA'>"
                                + others
                                + "</to>")))) {
      assertThat(get(archive(client).messages(BALCONY, 100)))
          .extracting(ArchivedMessage::body)
          .containsExactly("one", "un");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq type='result' id='{id}'><list xmlns='urn:xmpp:archive'/></iq>",
        "<iq type='result' id='{id}'><chat xmlns='urn:xmpp:archive'"
            + " with='juliet@capulet.com'/></iq>",
        "<iq type='result' id='{id}'/>",
        "<iq type='error' id='{id}'><error type='cancel'>"
            + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
      })
  void takes_every_form_of_nothing_for_an_empty_list(String nothing) throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expectLike("<iq id='{id}'><list xmlns='urn:xmpp:archive'/></iq>")
                    .send(nothing)
                    .expectLike("<iq id='{id2}'><retrieve xmlns='urn:xmpp:archive'/></iq>")
                    .send(nothing.replace("{id}", "{id2}"))
                    .expectLike("<iq id='{id3}'><list xmlns='urn:xmpp:archive'/></iq>")
                    .send(nothing.replace("{id}", "{id3}"))
                    .expectLike("<iq id='{id4}'><list xmlns='urn:xmpp:archive'/></iq>")
                    .send(listed(chat("1")).replace("{id}", "{id4}"))
                    .expectLike("<iq id='{id5}'><retrieve xmlns='urn:xmpp:archive'/></iq>")
                    .send(nothing.replace("{id}", "{id5}")))) {
      assertThat(get(archive(client).list(ArchiveQuery.all(), 10))).isEmpty();
      assertThat(get(archive(client).messages(BALCONY, 10))).isEmpty();
      assertThat(get(archive(client).lastMessages(JULIET))).isEmpty();
      assertThat(get(archive(client).lastMessages(JULIET))).isEmpty();
    }
  }

  @Test
  void retrieves_the_newest_conversation_by_the_archives_own_words() throws Exception {
    String other = "<chat with='nurse@capulet.com' start='2013-01-01T00:00:00Z'/>";
    String malformed =
        "<chat with='juliet@capulet.com' start='2014'/><chat start='" + START + "'/>";
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(
                        "<iq type='get' id='{id}'><list xmlns='urn:xmpp:archive'"
                            + " with='juliet@capulet.com'/></iq>")
                    .send(
                        listed(
                            "<chat with='juliet@capulet.com/x'"
                                + " start='2012-05-01T10:00:00.5000000Z'/>"
                                + chat("old")
                                + other
                                + malformed))
                    .expect(
                        "<iq type='get' id='{id2}'><retrieve xmlns='urn:xmpp:archive'"
                            + " with='juliet@capulet.com/x' start='2012-05-01T10:00:00.5000000Z'/>"
                            + "</iq>")
                    .send(
                        retrieved("<to secs='2'><body>hi</body></to>" + set("0", "0", "12"))
                            .replace("{id}", "{id2}")))) {
      List<ArchivedMessage> last = get(archive(client).lastMessages(JULIET.withResource("r")));
      assertThat(last).extracting(ArchivedMessage::body).containsExactly("hi");
      assertThat(last.get(0).time()).isEqualTo("2012-05-01T10:00:02.500Z");
    }
  }

  @Test
  void hands_other_errors_on() throws Exception {
    String error =
        "<iq type='error' id='{id}'><error type='cancel'>"
            + "<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedClient client =
        bound(
            s ->
                s.expectLike("<iq id='{id}'><list xmlns='urn:xmpp:archive'/></iq>")
                    .send(error)
                    .expectLike("<iq id='{id2}'><list xmlns='urn:xmpp:archive'/></iq>")
                    .send(error.replace("{id}", "{id2}")))) {
      assertThatThrownBy(() -> get(archive(client).lastMessages(JULIET)))
          .hasCauseInstanceOf(StanzaException.class);
      assertThatThrownBy(() -> get(archive(client).list(ArchiveQuery.all(), 10)))
          .hasCauseInstanceOf(StanzaException.class);
    }
  }

  @Test
  void asks_for_no_further_page_when_cancelled() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(list("<max>100</max>"))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(listed(chat("1") + set("a", "a", "9")))
                    .expect(list("<max>7</max>"))
                    .send(listed("")))) {
      CompletableFuture<?> listing = archive(client).list(ArchiveQuery.with(JULIET), 100);
      client.peer().awaitMark("asked");
      assertThat(listing.cancel(false)).isTrue();
      client.peer().cue("cancelled");
      assertThat(get(archive(client).list(ArchiveQuery.with(JULIET), 7))).isEmpty();
    }
  }

  @Test
  void refuses_a_limit_below_one() throws Exception {
    try (ScriptedClient client = bound(nothing -> {})) {
      assertThatThrownBy(() -> archive(client).list(ArchiveQuery.all(), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("limit: 0 (expected: >= 1)");
    }
  }

  private static String list(String page) {
    return "<iq type='get' id='{id}'><list"
        + NS
        + " with='juliet@capulet.com'><set xmlns='http://jabber.org/protocol/rsm'>"
        + page
        + "</set></list></iq>";
  }

  private static String retrieve(String page) {
    return "<iq type='get' id='{id}'><retrieve"
        + NS
        + " with='juliet@capulet.com' start='"
        + START
        + "'><set xmlns='http://jabber.org/protocol/rsm'>"
        + page
        + "</set></retrieve></iq>";
  }

  private static String listed(String content) {
    return "<iq type='result' id='{id}'><list" + NS + ">" + content + "</list></iq>";
  }

  private static String retrieved(String content) {
    return "<iq type='result' id='{id}'><chat" + NS + ">" + content + "</chat></iq>";
  }

  private static String chat(String thread) {
    return "<chat with='juliet@capulet.com' start='" + START + "' thread='" + thread + "'/>";
  }

  private static String set(String first, String last, String count) {
    return "<set xmlns='http://jabber.org/protocol/rsm'><first>"
        + first
        + "</first><last>"
        + last
        + "</last><count>"
        + count
        + "</count></set>";
  }

  private static ScriptedClient bound(Consumer<Script> lines) throws Exception {
    return ScriptedClient.bound(OldArchive::new, lines);
  }

  private static OldArchive archive(ScriptedClient client) {
    return client.get(OldArchive.class);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
