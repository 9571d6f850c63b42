package im.linnet.bookmarks;

import static im.linnet.bookmarks.BookmarkScripts.DONE;
import static im.linnet.bookmarks.BookmarkScripts.NODE;
import static im.linnet.bookmarks.BookmarkScripts.PLAY;
import static im.linnet.bookmarks.BookmarkScripts.PLAY_XML;
import static im.linnet.bookmarks.BookmarkScripts.PREFERRED;
import static im.linnet.bookmarks.BookmarkScripts.PUBSUB;
import static im.linnet.bookmarks.BookmarkScripts.REQUIRED;
import static im.linnet.bookmarks.BookmarkScripts.ROOM;
import static im.linnet.bookmarks.BookmarkScripts.bookmarks;
import static im.linnet.bookmarks.BookmarkScripts.converting;
import static im.linnet.bookmarks.BookmarkScripts.error;
import static im.linnet.bookmarks.BookmarkScripts.event;
import static im.linnet.bookmarks.BookmarkScripts.form;
import static im.linnet.bookmarks.BookmarkScripts.item;
import static im.linnet.bookmarks.BookmarkScripts.items;
import static im.linnet.bookmarks.BookmarkScripts.loaded;
import static im.linnet.bookmarks.BookmarkScripts.publication;
import static im.linnet.bookmarks.BookmarkScripts.pubsub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.bookmarks.BookmarkEvent.Changed;
import im.linnet.bookmarks.BookmarkEvent.Removed;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bookmarks on the wire, with servers that convert old ones and such that don't. */
@Timeout(120)
class BookmarksTest {

  private final BookmarkScripts script = new BookmarkScripts();

  @Test
  void they_are_read_on_a_new_stream() throws Exception {
    String odd =
        item(Jid.of("odd@example.com/nick"), PLAY_XML)
            + item(Jid.of("other@example.com"), "<conference xmlns='urn:x'/>")
            + "<item>%s</item><item id='@@'>%s</item>".formatted(PLAY_XML, PLAY_XML);
    try (ScriptedClient it = script.client(s -> converting(s, odd + item(ROOM, PLAY_XML)))) {
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      assertThat(bookmarks(it).known()).containsExactly(PLAY);
      assertThat(it.get(Disco.class).ownInfo().has("urn:xmpp:bookmarks:1+notify")).isTrue();
    }
  }

  @Test
  void other_devices_add_change_and_remove_them() throws Exception {
    Jid second = Jid.of("second@conference.shakespeare.lit");
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, item(ROOM, PLAY_XML)))
                    .awaitCue("read")
                    .send(
                        event(
                            "juliet@localhost",
                            items(item(second, "<conference xmlns='urn:xmpp:bookmarks:1'/>"))))
                    .send(
                        event(
                            "juliet@localhost",
                            items(item(ROOM, PLAY_XML.replace("'true'", "'0'")))))
                    .send(event("juliet@localhost", items("<retract id='%s'/>".formatted(second))))
                    .send(event("juliet@localhost", items("<retract id='@@'/>")))
                    .send(
                        event("juliet@localhost", items("<retract id='%s'/>".formatted(ROOM)))))) {
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      it.peer().cue("read");
      assertThat(script.next()).isEqualTo(new Added(Bookmark.of(second)));
      Bookmark stays = PLAY.autojoin(false);
      assertThat(script.next()).isEqualTo(new Changed(stays, PLAY));
      assertThat(script.next()).isEqualTo(new Removed(Bookmark.of(second)));
      assertThat(script.next()).isEqualTo(new Removed(stays));
      assertThat(bookmarks(it).known()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "romeo@example.net",
        "localhost",
        "juliet@localhost/balcony",
        "juliet@example.net"
      })
  void what_others_say_is_not_believed(String sender) throws Exception {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, item(ROOM, PLAY_XML)))
                    .awaitCue("read")
                    .send(event(sender, items(item(Jid.of("forged@example.org"), PLAY_XML))))
                    .send(event(sender, items("<retract id='%s'/>".formatted(ROOM))))
                    .send(event(sender, "<purge node='%s'/>".formatted(NODE)))
                    .send(
                        event(
                            "juliet@localhost",
                            items(item(Jid.of("good@example.org"), PLAY_XML)))))) {
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      it.peer().cue("read");
      assertThat(script.next().bookmark().room()).isEqualTo(Jid.of("good@example.org"));
      assertThat(script.events).isEmpty();
      assertThat(bookmarks(it).known()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"purge", "delete"})
  void if_all_are_gone_they_are_read_again(String name) throws Exception {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, item(ROOM, PLAY_XML)))
                    .awaitCue("read")
                    .send(event("juliet@localhost", "<%s node='%s'/>".formatted(name, NODE)))
                    .expect(pubsub("get", items("")))
                    .send(error("item-not-found")))) {
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      it.peer().cue("read");
      assertThat(script.next()).isEqualTo(new Removed(PLAY));
    }
  }

  @Test
  void a_bookmark_is_added_and_its_event_says_nothing_new() throws Exception {
    Jid last = Jid.of("last@example.org");
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(publication(ROOM, PLAY_XML))
                    .send(event("juliet@localhost", items(item(ROOM, PLAY_XML))))
                    .send(DONE)
                    .awaitCue("added")
                    .send(event("juliet@localhost", items(item(ROOM, PLAY_XML))))
                    .send(event("juliet@localhost", items(item(last, PLAY_XML)))))) {
      loaded(it).add(PLAY).join();
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      it.peer().cue("added");
      assertThat(script.next().bookmark().room()).isEqualTo(last);
    }
  }

  @Test
  void a_server_that_sends_no_events_is_enough() throws Exception {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(publication(ROOM, PLAY_XML))
                    .send(DONE)
                    .expect(
                        pubsub(
                            "set",
                            "<retract node='%s' notify='true'><item id='%s'/></retract>"
                                .formatted(NODE, ROOM)))
                    .send(DONE))) {
      loaded(it).add(PLAY).join();
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      loaded(it).remove(ROOM.withResource("nick")).join();
      assertThat(script.next()).isEqualTo(new Removed(PLAY));
    }
  }

  @Test
  void changing_one_keeps_what_other_programs_have_added() throws Exception {
    String others =
        "<extensions><state xmlns='urn:x' minimized='true'/></extensions><odd xmlns='urn:odd'/>";
    String before = PLAY_XML.replace("</conference>", others + "</conference>");
    String after =
        "<conference xmlns='urn:xmpp:bookmarks:1' name='New' autojoin='true'><nick>JC</nick>"
            + others
            + "</conference>";
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(pubsub("get", items("<item id='%s'/>".formatted(ROOM))))
                    .send(pubsub("result", items(item(ROOM, before))))
                    .expect(publication(ROOM, after))
                    .send(DONE))) {
      Bookmark updated = loaded(it).update(ROOM, bookmark -> bookmark.name("New")).join();
      assertThat(updated.name()).isEqualTo("New");
      assertThat(script.next()).isEqualTo(new Added(updated));
    }
  }

  @Test
  void a_change_that_fails_or_moves_to_another_room_is_not_sent() {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(pubsub("get", items("<item id='%s'/>".formatted(ROOM))))
                    .send(pubsub("result", items(item(ROOM, PLAY_XML))))
                    .expect(pubsub("get", items("<item id='%s'/>".formatted(ROOM))))
                    .send(pubsub("result", items(item(ROOM, PLAY_XML)))))) {
      Bookmark other = Bookmark.of(Jid.of("other@example.org"));
      Failures.of(loaded(it).update(ROOM, bookmark -> other), RefusedException.class);
      CompletableFuture<Bookmark> failed =
          loaded(it)
              .update(
                  ROOM,
                  bookmark -> {
                    throw new IllegalStateException("of a test");
                  });
      Failures.of(failed, IllegalStateException.class);
      Failures.of(loaded(it).add(PLAY.password("\u0000")), RefusedException.class);
    }
  }

  /** ejabberd 23.01 takes these options in a configuration only. */
  @Test
  void a_server_that_does_not_know_the_options_is_configured() {
    String configuration = form("node_config", REQUIRED + PREFERRED);
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(publication(ROOM, PLAY_XML))
                    .send(error("resource-constraint"))
                    .expect(
                        pubsub(
                            "set",
                            "<create node='%s'/><configure>%s</configure>"
                                .formatted(NODE, configuration)))
                    .send(error("conflict"))
                    .expect(
                        "<iq id='{id}' type='set'><pubsub xmlns='%s#owner'><configure node='%s'>"
                                .formatted(PUBSUB, NODE)
                            + configuration
                            + "</configure></pubsub></iq>")
                    .send(DONE)
                    .expect(publication(ROOM, PLAY_XML, REQUIRED))
                    .send(DONE))) {
      loaded(it).add(PLAY).join();
    }
  }

  @Test
  void removing_what_is_not_there_fails() {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expectLike(pubsub("set", "<retract node='%s'/>".formatted(NODE)))
                    .send(error("item-not-found")))) {
      StanzaException failure = Failures.of(loaded(it).remove(ROOM), StanzaException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.ITEM_NOT_FOUND);
    }
  }

  @Test
  void a_server_that_refuses_to_say_what_there_is_does_not_remove_anything() throws Exception {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, item(ROOM, PLAY_XML)))
                    .expect(pubsub("get", items("")))
                    .send(error("resource-constraint")))) {
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      Failures.of(loaded(it).all(), StanzaException.class);
      assertThat(bookmarks(it).known()).containsExactly(PLAY);
      assertThat(script.events).isEmpty();
    }
  }

  @Test
  void cancelling_ends_the_work() throws Exception {
    try (ScriptedClient it =
        script.client(
            s ->
                s.then(x -> converting(x, ""))
                    .expect(pubsub("get", items("<item id='%s'/>".formatted(ROOM))))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(pubsub("result", items(item(ROOM, PLAY_XML))))
                    .expect(pubsub("get", items("")))
                    .send(pubsub("result", items(item(ROOM, PLAY_XML)))))) {
      CompletableFuture<Bookmark> updated =
          loaded(it).update(ROOM, bookmark -> bookmark.name("New"));
      it.peer().awaitMark("asked");
      updated.cancel(false);
      it.peer().cue("cancelled");
      assertThatThrownBy(updated::join).isInstanceOf(CancellationException.class);
      assertThat(loaded(it).all().join()).isEqualTo(List.of(PLAY));
      assertThat(script.next()).isEqualTo(new Added(PLAY));
    }
  }

  @Test
  void extensions_of_a_program_are_stored() {
    String xml =
        "<conference xmlns='urn:xmpp:bookmarks:1'><extensions><pinned xmlns='urn:example'/>"
            + "</extensions></conference>";
    try (ScriptedClient it =
        script.client(
            s -> s.then(x -> converting(x, "")).expect(publication(ROOM, xml)).send(DONE))) {
      loaded(it).add(Bookmark.of(ROOM).extension(Element.of("pinned", "urn:example"))).join();
    }
  }
}
