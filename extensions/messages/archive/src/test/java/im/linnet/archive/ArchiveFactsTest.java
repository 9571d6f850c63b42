package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.NS;
import static im.linnet.archive.ArchiveScript.ROOM;
import static im.linnet.archive.ArchiveScript.bound;
import static im.linnet.archive.ArchiveScript.error;
import static im.linnet.archive.ArchiveScript.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.archive.ArchivePreferences.Default;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an archive says of itself: form, metadata, preferences. */
@Timeout(120)
class ArchiveFactsTest {

  private static String answer(String content) {
    return "<iq type='result' id='{id}'>" + content + "</iq>";
  }

  @Test
  void the_form_says_how_to_search() throws Exception {
    String form =
        "<query %s><x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'>"
            + "<value>urn:xmpp:mam:2</value></field><field type='jid-single' var='with'/>"
            + "<field type='text-single' var='%s'/></x></query>";
    String ask = "<iq type='get' id='{id}'><query " + NS + "/></iq>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ask)
                    .send(answer(form.formatted(NS, "{urn:xmpp:fulltext:0}fulltext")))
                    .expect(ask)
                    .send(answer(form.formatted(NS, "withtext")))
                    .expect(ask.replace("<iq ", "<iq to='garden@rooms.localhost' "))
                    .send(
                        answer(form.formatted(NS, "start"))
                            .replace("<iq ", "<iq from='garden@rooms.localhost' "))
                    .expect(ask)
                    .send(answer("")))) {
      MessageArchive archives = it.get(MessageArchive.class);
      QueryForm modern = get(archives.own().form());
      assertThat(modern.textField()).isEqualTo("{urn:xmpp:fulltext:0}fulltext");
      assertThat(modern.has("with")).isTrue();
      assertThat(modern.has("ids")).isFalse();
      assertThat(modern.form().formType()).isEqualTo(MessageArchive.NAMESPACE);
      assertThat(get(archives.own().form()).textField()).isEqualTo("withtext");
      assertThat(get(archives.of(ROOM).form()).textField()).isNull();
      Failures.of(archives.own().form(), UnreadableAnswerException.class);
    }
  }

  @Test
  void metadata_is_the_range_of_the_archive() throws Exception {
    String ask = "<iq type='get' id='{id}'><metadata " + NS + "/></iq>";
    String entry = "<%s id='%s' timestamp='2026-11-01T10:00:00.5+01:00'/>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(ask)
                    .send(
                        answer(
                            "<metadata %s>%s%s</metadata>"
                                .formatted(
                                    NS,
                                    entry.formatted("start", "a"),
                                    entry.formatted("end", "z"))))
                    .expect(ask)
                    .send(answer("<metadata " + NS + "/>"))
                    .expect(ask)
                    .send(error("feature-not-implemented")))) {
      Archive own = it.get(MessageArchive.class).own();
      ArchiveMetadata metadata = get(own.metadata());
      Instant time = Instant.parse("2026-11-01T09:00:00.5Z");
      assertThat(metadata.start()).isEqualTo(new ArchiveMetadata.Entry("a", time));
      assertThat(metadata.end()).isEqualTo(new ArchiveMetadata.Entry("z", time));
      ArchiveMetadata empty = get(own.metadata());
      assertThat(empty.start()).isNull();
      assertThat(empty.end()).isNull();
      Failures.of(own.metadata(), StanzaException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<metadata xmlns='urn:x'/>",
        "<metadata xmlns='urn:xmpp:mam:2'><start timestamp='2026-11-01T10:00:00Z'/></metadata>",
        "<metadata xmlns='urn:xmpp:mam:2'><end id='a'/></metadata>",
        "<metadata xmlns='urn:xmpp:mam:2'><end id='a' timestamp='now'/></metadata>"
      })
  void malformed_metadata_is_a_failure(String content) {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<iq type='get' id='{id}'><metadata " + NS + "/></iq>")
                    .send(answer(content)))) {
      Failures.of(it.get(MessageArchive.class).own().metadata(), UnreadableAnswerException.class);
    }
  }

  @Test
  void preferences_are_read_and_set() throws Exception {
    String prefs =
        "<prefs %s"
            + " default='%s'><always><jid>%s</jid></always><never><jid>b@x</jid></never></prefs>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<iq type='get' id='{id}'><prefs " + NS + "/></iq>")
                    .send(answer(prefs.formatted(NS, "roster", "@@")))
                    .expect(
                        "<iq type='set' id='{id}'>"
                            + prefs.formatted(NS, "always", "a@x")
                            + "</iq>")
                    .send(answer("<prefs " + NS + " default='never'/>"))
                    .expectLike("<iq type='set' id='{id}'><prefs " + NS + "/></iq>")
                    .send(error("not-allowed"))
                    .expectLike("<iq type='get' id='{id}'><prefs " + NS + "/></iq>")
                    .send(answer("")))) {
      MessageArchive archives = it.get(MessageArchive.class);
      ArchivePreferences given = get(archives.preferences());
      assertThat(given.byDefault()).isEqualTo(Default.ROSTER);
      assertThat(given.always()).isEmpty();
      assertThat(given.never()).containsExactly(Jid.of("b@x"));
      ArchivePreferences wanted = given.byDefault(Default.ALWAYS).always(List.of(Jid.of("a@x")));
      assertThat(get(archives.preferences(wanted))).isEqualTo(ArchivePreferences.of(Default.NEVER));
      Failures.of(archives.preferences(wanted.never(List.of())), StanzaException.class);
      Failures.of(archives.preferences(), UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<prefs xmlns='urn:xmpp:mam:2'/>",
        "<prefs xmlns='urn:x' default='never'/>",
        "<prefs xmlns='urn:xmpp:mam:2' default='sometimes'/>"
      })
  void malformed_preferences_are_refused(String xml) {
    assertThatThrownBy(() -> ArchivePreferences.of(Xml.element(xml)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_own_address_is_the_own_archive() {
    try (ScriptedClient it = bound(nothing -> {})) {
      MessageArchive archives = it.get(MessageArchive.class);
      assertThat(archives.of(Jid.of("juliet@localhost/any")).isOwn()).isTrue();
      assertThat(archives.of(ROOM.withResource("romeo")).address()).isEqualTo(ROOM);
      assertThat(archives.own()).hasToString("Archive[juliet@localhost]");
    }
  }
}
