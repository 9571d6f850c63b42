package im.linnet.bookmarks;

import static im.linnet.bookmarks.BookmarkScripts.PLAY;
import static im.linnet.bookmarks.BookmarkScripts.PLAY_XML;
import static im.linnet.bookmarks.BookmarkScripts.ROOM;
import static im.linnet.bookmarks.BookmarkScripts.bookmarks;
import static im.linnet.bookmarks.BookmarkScripts.converting;
import static im.linnet.bookmarks.BookmarkScripts.event;
import static im.linnet.bookmarks.BookmarkScripts.item;
import static im.linnet.bookmarks.BookmarkScripts.items;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.bookmarks.BookmarkEvent.Changed;
import im.linnet.bookmarks.BookmarkEvent.Removed;
import im.linnet.connection.ConnectionState;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the bookmarks when the stream is resumed, or another one begins. */
@Timeout(120)
class BookmarksStreamsTest {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final Jid SECOND = Jid.of("second@example.org");

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
  private final BlockingQueue<BookmarkEvent> events = new LinkedBlockingQueue<>();
  private final XmppClient client =
      ScriptedClient.of(peer)
          .with(Disco::new)
          .with(PubSub::new)
          .with(PrivateStorage::new)
          .with(Bookmarks::new)
          .build();
  private final Bookmarks bookmarks = client.get(Bookmarks.class);

  @BeforeEach
  void subscribe() {
    bookmarks.onChange(events::add);
  }

  @AfterEach
  void close() {
    peer.close();
    client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void connect() throws Exception {
    client.connect().get(20, TimeUnit.SECONDS);
  }

  private void loseConnection() throws Exception {
    client.onState(states::add);
    peer.cue("end");
    ConnectionState state = states.poll(20, TimeUnit.SECONDS);
    while (state instanceof ConnectionState.Connected) {
      state = states.poll(20, TimeUnit.SECONDS);
    }
    assertThat(state).isNotNull();
  }

  private BookmarkEvent next() throws InterruptedException {
    BookmarkEvent event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event within 20 s").isNotNull();
    return event;
  }

  @Test
  void a_new_stream_reads_them_and_reports_the_differences() throws Exception {
    String empty = "<conference xmlns='urn:xmpp:bookmarks:1'/>";
    peer.script(
        s -> {
          ScriptedClient.login(s, "");
          converting(s, item(ROOM, PLAY_XML) + item(SECOND, empty));
          s.awaitCue("end").reset();
        });
    peer.script(
        s -> {
          ScriptedClient.login(s, "");
          converting(s, item(ROOM, PLAY_XML.replace("'true'", "'false'")));
        });
    connect();
    assertThat(next()).isEqualTo(new Added(PLAY));
    assertThat(next()).isEqualTo(new Added(Bookmark.of(SECOND)));
    loseConnection();
    assertThat(bookmarks.known()).hasSize(2);
    connect();
    assertThat(next()).isEqualTo(new Changed(PLAY.autojoin(false), PLAY));
    assertThat(next()).isEqualTo(new Removed(Bookmark.of(SECOND)));
    assertThat(bookmarks.known()).containsExactly(PLAY.autojoin(false));
    assertThat(events).isEmpty();
  }

  @Test
  void a_resumed_stream_keeps_them_without_a_request() throws Exception {
    peer.script(
        s -> {
          ScriptedClient.login(s, "<sm " + SM + "/>")
              .expectLike("<enable " + SM + "/>")
              .send("<enabled " + SM + " id='one' resume='true'/>");
          converting(s, item(ROOM, PLAY_XML));
          s.awaitCue("end").reset();
        });
    peer.script(
        s ->
            resumed(s)
                .send(event("juliet@localhost", items("<retract id='%s'/>".formatted(ROOM))))
                .send("<r " + SM + "/>")
                .expectLike("<a " + SM + "/>")
                .mark("resumed"));
    connect();
    assertThat(next()).isEqualTo(new Added(PLAY));
    loseConnection();
    assertThat(bookmarks.known()).containsExactly(PLAY);
    connect();
    assertThat(next()).isEqualTo(new Removed(PLAY));
    peer.awaitMark("resumed");
    assertThat(events).isEmpty();
  }

  private static Script resumed(Script script) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", "<sm " + SM + "/>")
        .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
        .send("<resumed " + SM + " previd='one' h='2'/>");
  }
}
