package im.linnet.bookmarks;

import static im.linnet.bookmarks.BookmarkScripts.DONE;
import static im.linnet.bookmarks.BookmarkScripts.LOADED;
import static im.linnet.bookmarks.BookmarkScripts.NODE;
import static im.linnet.bookmarks.BookmarkScripts.PLAY;
import static im.linnet.bookmarks.BookmarkScripts.PLAY_XML;
import static im.linnet.bookmarks.BookmarkScripts.REQUIRED;
import static im.linnet.bookmarks.BookmarkScripts.ROOM;
import static im.linnet.bookmarks.BookmarkScripts.bookmarks;
import static im.linnet.bookmarks.BookmarkScripts.discovery;
import static im.linnet.bookmarks.BookmarkScripts.error;
import static im.linnet.bookmarks.BookmarkScripts.form;
import static im.linnet.bookmarks.BookmarkScripts.item;
import static im.linnet.bookmarks.BookmarkScripts.items;
import static im.linnet.bookmarks.BookmarkScripts.loaded;
import static im.linnet.bookmarks.BookmarkScripts.old;
import static im.linnet.bookmarks.BookmarkScripts.publication;
import static im.linnet.bookmarks.BookmarkScripts.pubsub;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bookmarks of older clients, with a server that does not convert them. */
@Timeout(120)
class OldBookmarksTest {

  private final BookmarkScripts script = new BookmarkScripts();

  @Test
  void old_bookmarks_are_read_where_the_server_does_not_convert_them() throws Exception {
    String stored =
        "<conference jid='%s' name='Older'/><conference jid='stored@example.org'/>".formatted(ROOM);
    String inNode =
        pubsub(
            "result",
            "<items node='storage:bookmarks'><item id='current'>"
                + "<storage xmlns='storage:bookmarks'><conference jid='node@example.org'"
                + " autojoin='1'><nick>JC</nick></conference></storage></item></items>");
    try (ScriptedClient it =
        script.client(
            s -> {
              s.expect(pubsub("get", items("")))
                  .send(pubsub("result", items(item(ROOM, PLAY_XML))));
              discovery(s, "");
              old(s, stored, inNode);
            })) {
      Bookmark node = Bookmark.of(Jid.of("node@example.org")).autojoin(true).nick("JC");
      assertThat(script.next()).isEqualTo(new Added(PLAY));
      assertThat(script.next()).isEqualTo(new Added(node));
      assertThat(script.next()).isEqualTo(new Added(Bookmark.of(Jid.of("stored@example.org"))));
      assertThat(bookmarks(it).known()).hasSize(3);
    }
  }

  @Test
  void a_server_without_personal_eventing_has_the_old_ones() throws Exception {
    String stored = "<conference jid='%s' name='Older'/>".formatted(ROOM);
    try (ScriptedClient it =
        script.client(
            s -> {
              s.expect(pubsub("get", items(""))).send(error("service-unavailable"));
              discovery(s, "");
              old(s, stored, error("service-unavailable"));
            })) {
      assertThat(script.next()).isEqualTo(new Added(Bookmark.of(ROOM).name("Older")));
      assertThat(bookmarks(it).known()).hasSize(1);
    }
  }

  @Test
  void old_bookmarks_are_converted_once() throws Exception {
    String stored =
        "<conference jid='%s' name='Older'/><conference jid='stored@example.org' name='S'/>"
            .formatted(ROOM);
    Bookmark converted = Bookmark.of(Jid.of("stored@example.org")).name("S");
    String xml = "<conference xmlns='urn:xmpp:bookmarks:1' name='S'/>";
    String none = error("item-not-found");
    try (ScriptedClient it =
        script.client(
            s -> {
              s.expect(pubsub("get", items(""))).send(none);
              discovery(s, "");
              old(s, "", none);
              s.mark(LOADED)
                  .expect(pubsub("get", items("")))
                  .send(pubsub("result", items(item(ROOM, PLAY_XML))));
              old(s, stored, none);
              s.expect(publication(converted.room(), xml))
                  .send(DONE)
                  .expect(pubsub("get", items("")))
                  .send(
                      pubsub("result", items(item(ROOM, PLAY_XML) + item(converted.room(), xml))));
              old(s, stored, none);
            })) {
      assertThat(loaded(it).convert().join()).isEqualTo(List.of(converted));
      assertThat(script.next()).isEqualTo(new Added(converted));
      assertThat(loaded(it).convert().join()).isEqualTo(List.of());
    }
  }

  @Test
  void removing_removes_from_all_places_and_nothing_else() {
    String kept = "<url url='http://example.org/'/><conference jid='kept@example.org'/>";
    String stored = "<conference jid='%s'/>".formatted(ROOM) + kept;
    String old = "<storage xmlns='storage:bookmarks'>%s</storage>";
    String node = "<items node='storage:bookmarks'><item id='x'>%s</item></items>";
    try (ScriptedClient it =
        script.client(
            s -> {
              String inNode = pubsub("result", node.formatted(old.formatted(stored)));
              s.expect(pubsub("get", items(""))).send(error("item-not-found"));
              discovery(s, "");
              old(s, "", error("item-not-found"));
              s.mark(LOADED);
              old(s, stored, inNode);
              s.expect(
                      "<iq id='{id}' type='set'><query xmlns='jabber:iq:private'>"
                          + old.formatted(kept)
                          + "</query></iq>")
                  .send(DONE)
                  .expect(
                      pubsub(
                          "set",
                          "<publish node='storage:bookmarks'><item id='x'>"
                              + old.formatted(kept)
                              + "</item></publish><publish-options>"
                              + form("publish-options", REQUIRED)
                              + "</publish-options>"))
                  .send(DONE)
                  .expect(
                      pubsub(
                          "set",
                          "<retract node='%s' notify='true'><item id='%s'/></retract>"
                              .formatted(NODE, ROOM)))
                  .send(error("item-not-found"));
            })) {
      loaded(it).remove(ROOM).join();
    }
  }
}
