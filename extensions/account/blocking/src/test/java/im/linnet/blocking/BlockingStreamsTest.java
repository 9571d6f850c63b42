package im.linnet.blocking;

import static im.linnet.blocking.BlockingScript.ROMEO;
import static im.linnet.blocking.BlockingScript.load;
import static im.linnet.blocking.BlockingScript.push;
import static im.linnet.blocking.BlockingScript.result;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the list when the stream is resumed, or another one begins. */
@Timeout(120)
class BlockingStreamsTest {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String ACK = "<r " + SM + "/>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final BlockingScript script = new BlockingScript();
  private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
  private final XmppClient client = ScriptedClient.of(peer).with(script::create).build();
  private final Blocking blocking = client.get(Blocking.class);

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

  @Test
  void a_new_stream_loads_it_and_reports_the_differences() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .then(load(ROMEO + "<item jid='evil.example'/>"))
                .awaitCue("end")
                .reset());
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expectLike("<iq type='get' id='{l}'><blocklist xmlns='urn:xmpp:blocking'/></iq>")
                .mark("asked")
                .awaitCue("answer")
                .send(
                    "<iq type='result' id='{l}'>"
                        + BlockingScript.list("<item jid='evil.example'/><item jid='b.example'/>")
                        + "</iq>"));
    connect();
    assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
    assertThat(script.next()).isEqualTo("Blocked evil.example");
    loseConnection();
    assertThat(blocking.isLoaded()).isTrue();
    assertThat(blocking.blocked()).hasSize(2);
    connect();
    peer.awaitMark("asked");
    assertThat(blocking.isLoaded()).isFalse();
    assertThat(blocking.isBlocked(Jid.of("romeo@example.net"))).isTrue();
    peer.cue("answer");
    assertThat(script.next()).isEqualTo("Unblocked romeo@example.net");
    assertThat(script.next()).isEqualTo("Blocked b.example");
    assertThat(script.rest()).isEmpty();
    assertThat(blocking.isLoaded()).isTrue();
  }

  @Test
  void a_resumed_stream_keeps_it_without_a_request() throws Exception {
    peer.script(s -> managed(s).then(load(ROMEO)).awaitCue("end").reset());
    peer.script(
        s ->
            s.signIn("localhost", "ANONYMOUS")
                .openStream("localhost", "<sm " + SM + "/>")
                .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
                .send("<resumed " + SM + " previd='one' h='1'/>")
                .send(push("p", "", "block", "<item jid='evil.example'/>"))
                .expectLike(result("p"))
                .send(ACK)
                .expectLike("<a " + SM + "/>")
                .mark("resumed"));
    connect();
    assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
    loseConnection();
    connect();
    peer.awaitMark("resumed");
    assertThat(script.next()).isEqualTo("Blocked evil.example");
    assertThat(blocking.isLoaded()).isTrue();
    assertThat(blocking.blocked()).hasSize(2);
  }
}
