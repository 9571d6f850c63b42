package im.linnet.test.steps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stream.StreamFeature;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(
    named = "linnet.signin",
    matches = "sasl2",
    disabledReason = "the client has steps of its own, for the old sign-in")
@Timeout(120)
class CountingTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String ENABLE = "<enable" + SM + " resume='true' max='77'/>";
  private static final String ENABLED = "<enabled" + SM + " id='one' resume='true'/>";
  private static final String HELLO =
      "<message to='romeo@localhost' id='*'><body>hello</body></message>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();
  private final XmppClient client =
      ScriptedClient.of(peer)
          .reconnect(outage -> Duration.ZERO)
          .steps(CountingTest::switched)
          .build();

  /** Steps of the standard list for a server before SASL2, with these for stream management. */
  private static List<StreamFeature> switched(List<StreamFeature> standard) {
    int last = standard.size() - 1;
    return List.of(
        standard.get(0),
        standard.get(2),
        new Counting.Resume(),
        standard.get(4),
        standard.get(last - 1),
        new Counting.Enable());
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
    client.shutdown().get(20, TimeUnit.SECONDS);
  }

  private void connect() throws Exception {
    client.onState(
        state -> {
          if (state instanceof Connected connected) {
            streams.add(connected.stream());
          }
        });
    client.connect().get(20, TimeUnit.SECONDS);
  }

  private BoundStream stream() throws Exception {
    BoundStream stream = streams.poll(20, TimeUnit.SECONDS);
    assertThat(stream).as(peer.transcript()).isNotNull();
    return stream;
  }

  private static void first(Script script) {
    ScriptedClient.login(script, "<sm" + SM + "/>").expect(ENABLE).send(ENABLED);
  }

  @Test
  void what_is_sent_is_acknowledged() throws Exception {
    peer.script(
        script ->
            script
                .then(CountingTest::first)
                .expectLike(HELLO)
                .expect("<r" + SM + "/>")
                .send("<a" + SM + " h='1'/>"));
    connect();
    assertThat(stream().managed()).isTrue();
    client.deliver(Message.chat(Jid.of("romeo@localhost"), "hello")).get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_stream_goes_on_after_its_connection() throws Exception {
    peer.script(
        script ->
            script
                .then(CountingTest::first)
                .expectLike(HELLO)
                .send("<message from='romeo@localhost'><body>one</body></message>")
                .awaitCue("received")
                .reset());
    peer.script(
        script ->
            script
                .signIn("localhost", "ANONYMOUS")
                .openStream(
                    "localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + SM + "/>")
                .expect("<resume" + SM + " previd='one' h='1'/>")
                .send(
                    "<resumed"
                        + SM
                        + " previd='one' h='0'/>"
                        + "<message from='romeo@localhost'><body>two</body></message>"
                        + "<r"
                        + SM
                        + "/>")
                .expectLike(HELLO)
                .expect("<r" + SM + "/>")
                .expectLike("<a" + SM + " h='2'/>"));
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    client.onMessage(message -> bodies.add(String.valueOf(message.body())));
    connect();
    BoundStream before = stream();
    CompletableFuture<Void> sent = client.deliver(Message.chat(Jid.of("romeo@localhost"), "hello"));
    assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
    peer.cue("received");
    BoundStream after = stream();
    assertThat(after.resumed()).isTrue();
    assertThat(after.jid()).isEqualTo(before.jid());
    assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo("two");
    peer.await();
    assertThat(sent).isNotCompletedExceptionally();
  }

  @Test
  void a_stream_that_can_not_go_on_is_followed_by_another() throws Exception {
    peer.script(script -> script.then(CountingTest::first).awaitCue("bound").reset());
    peer.script(
        script ->
            script
                .signIn("localhost", "ANONYMOUS")
                .openStream(
                    "localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + SM + "/>")
                .expect("<resume" + SM + " previd='one' h='0'/>")
                .send("<failed" + SM + " h='0'/>")
                .expectLike("<iq type='set' id='{bind}'/>")
                .send(
                    "<iq type='result' id='{bind}'>"
                        + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        + "<jid>juliet@localhost/other</jid></bind></iq>")
                .expect(ENABLE)
                .send("<enabled" + SM + " id='two' resume='true'/>"));
    connect();
    assertThat(stream().jid()).hasToString("juliet@localhost/balcony");
    peer.cue("bound");
    BoundStream after = stream();
    assertThat(after.jid()).hasToString("juliet@localhost/other");
    assertThat(after.resumed()).isFalse();
    assertThat(after.managed()).isTrue();
  }
}
