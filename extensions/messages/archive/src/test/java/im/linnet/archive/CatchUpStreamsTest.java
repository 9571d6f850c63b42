package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.ROOM;
import static im.linnet.archive.ArchiveScript.fin;
import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.live;
import static im.linnet.archive.ArchiveScript.query;
import static im.linnet.archive.ArchiveScript.results;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.TransportException;
import im.linnet.stanza.Iq;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a catch-up when the stream is resumed, or another one begins. */
@Timeout(120)
class CatchUpStreamsTest {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
  private final XmppClient client = ScriptedClient.of(peer).with(MessageArchive::new).build();
  private final MessageArchive archives = client.get(MessageArchive.class);

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

  private static Script managed(Script script) {
    return ScriptedClient.login(script, "<sm " + SM + "/>")
        .expectLike("<enable " + SM + "/>")
        .send("<enabled " + SM + " id='one' resume='true'/>");
  }

  private static Script resumed(Script script, String h) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", "<sm " + SM + "/>")
        .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
        .send("<resumed " + SM + " previd='one' h='" + h + "'/>");
  }

  private static Consumer<Script> follows(String id, String... ids) {
    return s ->
        s.expectLike(query("<max>50</max><after>" + id + "</after>"))
            .send(results(ids) + fin("complete='true'", ids[0], ids[ids.length - 1]))
            .expectLike(query("<max>1</max>"))
            .send(results("oldest") + fin("", "oldest", "oldest"));
  }

  private Timeline own() {
    return new Timeline(client, archives.own(), Anchor.after("a"));
  }

  @Test
  void on_a_new_stream_the_account_catches_up_by_itself() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .then(follows("a", "b"))
                .send(live("c"))
                .awaitCue("end")
                .reset());
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(live("f"))
                .then(follows("c", "d", "e"))
                .send(live("e") + live("g")));
    connect();
    Timeline timeline = own();
    get(timeline.catchUp.start());
    timeline.expect("archived b", "caught up", "live c");
    loseConnection();
    connect();
    timeline.expect("archived d", "archived e", "caught up", "live f", "live g").expectNothing();
  }

  @Test
  void a_catch_up_that_was_never_started_stays_so() throws Exception {
    peer.script(s -> ScriptedClient.login(s, "").awaitCue("end").reset());
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(live("c"))
                .expect("<iq type='get' id='{id}'><end xmlns='urn:x'/></iq>")
                .send("<iq type='result' id='{id}'/>"));
    connect();
    Timeline timeline = own();
    loseConnection();
    connect();
    get(client.request(Iq.get(null, Element.of("end", "urn:x"))));
    timeline.expectNothing();
  }

  @Test
  void a_reading_that_loses_its_stream_is_done_again_on_the_next_one() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expectLike(query("<max>50</max><after>a</after>"))
                .mark("asked")
                .awaitCue("end")
                .reset());
    peer.script(s -> ScriptedClient.login(s, "").then(follows("a", "b")));
    connect();
    Timeline timeline = own();
    CompletableFuture<Anchor> caughtUp = timeline.catchUp.start();
    peer.awaitMark("asked");
    loseConnection();
    Failures.of(caughtUp, TransportException.class);
    timeline.expect("failed TransportException");
    connect();
    timeline.expect("archived b", "caught up").expectNothing();
  }

  @Test
  void a_resumed_stream_needs_nothing() throws Exception {
    peer.script(s -> managed(s).then(follows("a", "b")).send(live("c")).awaitCue("end").reset());
    peer.script(s -> resumed(s, "2").send(live("d")));
    connect();
    Timeline timeline = own();
    get(timeline.catchUp.start());
    timeline.expect("archived b", "caught up", "live c");
    loseConnection();
    connect();
    timeline.expect("live d").expectNothing();
  }

  @Test
  void a_reading_goes_on_over_a_resumption() throws Exception {
    peer.script(
        s ->
            managed(s)
                .expectLike(query("<max>50</max><after>a</after>"))
                .send(results("b"))
                .mark("half")
                .awaitCue("end")
                .reset());
    peer.script(
        s ->
            resumed(s, "1")
                .send(results("b", "c") + fin("complete='true'", "b", "c"))
                .expectLike(query("<max>1</max>"))
                .send(results("oldest") + fin("", "oldest", "oldest")));
    connect();
    Timeline timeline = own();
    CompletableFuture<Anchor> caughtUp = timeline.catchUp.start();
    peer.awaitMark("half");
    loseConnection();
    connect();
    get(caughtUp);
    timeline.expect("archived b", "archived c", "caught up").expectNothing();
  }

  @Test
  void on_a_new_stream_a_room_waits_for_the_start() throws Exception {
    String message =
        "<message from='garden@rooms.localhost/romeo' type='groupchat'><body>%1$s</body><stanza-id"
            + " xmlns='urn:xmpp:sid:0' id='%1$s' by='garden@rooms.localhost'/></message>";
    String end = fin("complete='true'", "").replace("<iq ", "<iq from='" + ROOM + "' ");
    String latest = "<first>%1$s</first><last>%1$s</last>";
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expectLike(query("<max>50</max><after>a</after>"))
                .send(end)
                .expectLike(query("<max>1</max><before/>"))
                .send(fin("", latest.formatted("a")).replace("<iq ", "<iq from='" + ROOM + "' "))
                .send(message.formatted("b"))
                .awaitCue("end")
                .reset());
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(message.formatted("d"))
                .expect("<iq type='get' id='{id}'><end xmlns='urn:x'/></iq>")
                .send("<iq type='result' id='{id}'/>")
                .expectLike(query("<max>50</max><after>b</after>"))
                .send(end)
                .expectLike(query("<max>1</max><before/>"))
                .send(fin("", latest.formatted("b")).replace("<iq ", "<iq from='" + ROOM + "' ")));
    connect();
    Timeline timeline = new Timeline(client, archives.of(ROOM), Anchor.after("a"));
    get(timeline.catchUp.start());
    timeline.expect("caught up", "live b");
    loseConnection();
    connect();
    get(client.request(Iq.get(null, Element.of("end", "urn:x"))));
    timeline.expectNothing();
    get(timeline.catchUp.start());
    timeline.expect("caught up", "live d").expectNothing();
  }
}
