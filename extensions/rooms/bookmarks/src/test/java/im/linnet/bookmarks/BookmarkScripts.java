package im.linnet.bookmarks;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Scripts of a server with bookmarks, and what a client with such a server reports. */
final class BookmarkScripts {

  static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  static final String NODE = "urn:xmpp:bookmarks:1";
  static final String DONE = "<iq id='{id}' type='result'/>";
  static final Jid ROOM = Jid.of("theplay@conference.shakespeare.lit");
  static final Bookmark PLAY = Bookmark.of(ROOM).name("The Play").autojoin(true).nick("JC");
  static final String PLAY_XML =
      "<conference xmlns='urn:xmpp:bookmarks:1' name='The Play' autojoin='true'>"
          + "<nick>JC</nick></conference>";
  static final String REQUIRED =
      "<field var='pubsub#persist_items'><value>true</value></field>"
          + "<field var='pubsub#access_model'><value>whitelist</value></field>";
  static final String PREFERRED =
      "<field var='pubsub#max_items'><value>max</value></field>"
          + "<field var='pubsub#send_last_published_item'><value>never</value></field>";

  static final String LOADED = "loaded";

  final BlockingQueue<BookmarkEvent> events = new LinkedBlockingQueue<>();

  static String pubsub(String type, String content) {
    return "<iq id='{id}' type='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, PUBSUB, content);
  }

  static String items(String content) {
    return "<items node='%s'>%s</items>".formatted(NODE, content);
  }

  static String item(Jid room, String content) {
    return "<item id='%s'>%s</item>".formatted(room, content);
  }

  static String error(String condition) {
    return "<iq id='{id}' type='error'><error type='cancel'><%s".formatted(condition)
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  }

  static String form(String type, String fields) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
        + "<value>%s#%s</value></field>%s</x>".formatted(PUBSUB, type, fields);
  }

  static String publication(Jid room, String conference, String options) {
    return pubsub(
        "set",
        "<publish node='%s'>%s</publish><publish-options>%s</publish-options>"
            .formatted(NODE, item(room, conference), form("publish-options", options)));
  }

  static String publication(Jid room, String conference) {
    return publication(room, conference, REQUIRED + PREFERRED);
  }

  static String event(String from, String content) {
    return "<message type='headline' from='%s'><event xmlns='%s#event'>%s</event></message>"
        .formatted(from, PUBSUB, content);
  }

  static void discovery(Script script, String features) {
    String query = "<query xmlns='http://jabber.org/protocol/disco#info'%s";
    script
        .expect("<iq id='{id}' type='get' to='juliet@localhost'>" + query.formatted("/>") + "</iq>")
        .send(
            "<iq id='{id}' type='result' from='juliet@localhost'>"
                + query.formatted(">" + features + "</query>")
                + "</iq>");
  }

  /** A server that converts old bookmarks, as Prosody and ejabberd 24.12 do. */
  static void converting(Script script, String items) {
    script.expect(pubsub("get", items(""))).send(pubsub("result", items(items)));
    discovery(
        script,
        "<feature var='urn:xmpp:bookmarks:1#compat'/>"
            + "<feature var='urn:xmpp:bookmarks:1#compat-pep'/>");
    script.mark(LOADED);
  }

  static void old(Script script, String stored, String inNode) {
    String query = "<iq id='{id}' type='%s'><query xmlns='jabber:iq:private'>%s</query></iq>";
    script
        .expect(query.formatted("get", "<storage xmlns='storage:bookmarks'/>"))
        .send(
            query.formatted(
                "result", "<storage xmlns='storage:bookmarks'>" + stored + "</storage>"))
        .expect(pubsub("get", "<items node='storage:bookmarks'/>"))
        .send(inNode);
  }

  ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.builder()
        .with(Disco::new)
        .with(PubSub::new)
        .with(PrivateStorage::new)
        .with(
            client -> {
              Bookmarks bookmarks = new Bookmarks(client);
              bookmarks.onChange(events::add);
              return bookmarks;
            })
        .bound(lines);
  }

  BookmarkEvent next() throws InterruptedException {
    BookmarkEvent event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event within 20 s").isNotNull();
    return event;
  }

  /** The bookmarks, once the client has asked for them: it connects before it does. */
  static Bookmarks loaded(ScriptedClient it) {
    it.peer().awaitMark(LOADED);
    return bookmarks(it);
  }

  static Bookmarks bookmarks(ScriptedClient it) {
    return it.get(Bookmarks.class);
  }
}
