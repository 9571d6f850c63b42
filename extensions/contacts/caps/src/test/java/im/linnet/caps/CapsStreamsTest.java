package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known, and what is announced, on the streams of an account. */
@Timeout(120)
class CapsStreamsTest {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final String VER = "QgayPKawpkPSDYmwT/WM94uAlu0=";
  private static final String HEARD =
      "<presence from='%s'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='%s'/></presence>"
          .formatted(ROMEO, VER);
  private static final String GET = "<iq type='get' id='{id}' to='%s'><query xmlns='%s'%s/></iq>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private static Script managed(Script script) {
    return ScriptedClient.login(script, "<sm " + SM + "/>")
        .expectLike("<enable " + SM + "/>")
        .send("<enabled " + SM + " id='one' resume='true'/>");
  }

  private static Script known(Script script) {
    return script
        .send(HEARD)
        .mark("heard")
        .expect(GET.formatted(ROMEO, DiscoInfo.NAMESPACE, " node='urn:x#" + VER + "'"))
        .send("<iq type='result' id='{id}' from='" + ROMEO + "'>" + Examples.EXODUS + "</iq>")
        .awaitCue("lose")
        .reset();
  }

  private XmppClient connected() throws Exception {
    XmppClient juliet = ScriptedClient.of(peer).with(Disco::new).with(Caps::new).build();
    client = juliet;
    CompletableFuture<Void> heard = new CompletableFuture<>();
    juliet.onPresence(presence -> heard.complete(null));
    get(juliet.connect());
    get(juliet.send(Presence.available()));
    get(heard);
    assertThat(get(juliet.get(Caps.class).of(ROMEO)))
        .isEqualTo(DiscoInfo.of(Xml.element(Examples.EXODUS)));
    CompletableFuture<Void> lost = new CompletableFuture<>();
    juliet.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected) {
            lost.complete(null);
          }
        });
    peer.cue("lose");
    get(lost);
    return juliet;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void on_a_resumed_stream_all_is_as_it_was_and_changes_are_announced() throws Exception {
    peer.script(s -> known(managed(s).expectLike("<presence/>")));
    peer.script(
        s ->
            s.signIn("localhost", "ANONYMOUS")
                .openStream("localhost", "<sm " + SM + "/>")
                .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
                .send("<resumed " + SM + " previd='one' h='2'/>")
                .expectLike("<presence id='{again}'/>")
                .mark("announced")
                .silence());
    XmppClient juliet = connected();
    juliet.get(Disco.class).feature("urn:a");
    get(juliet.connect());
    peer.awaitMark("announced");
    assertThat(juliet.get(Caps.class).of(ROMEO)).isDone();
    String ver =
        CapsHash.of(CapsHash.Version.V1, "sha-1", juliet.get(Disco.class).ownInfo()).value();
    assertThat(peer.connection(2).text()).contains(ver);
    assertThat(peer.connection(1).text()).doesNotContain(ver);
  }

  @Test
  void on_a_new_stream_all_is_announced_again() throws Exception {
    peer.script(s -> known(ScriptedClient.login(s, "").expectLike("<presence/>")));
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expect(GET.formatted(ROMEO, DiscoInfo.NAMESPACE, ""))
                .send(
                    "<iq type='error' id='{id}' from='"
                        + ROMEO
                        + "'><error type='cancel'><service-unavailable"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                .silence());
    XmppClient juliet = connected();
    juliet.get(Disco.class).feature("urn:a");
    get(juliet.connect());
    CompletableFuture<DiscoInfo> romeo = juliet.get(Caps.class).of(ROMEO);
    assertThatThrownBy(() -> get(romeo)).hasCauseInstanceOf(StanzaException.class);
    assertThat(peer.connection(2).text()).doesNotContain("<presence");
  }
}
