package im.linnet.csi;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.ClientContext;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stream.Features;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client state indication (XEP-0352). */
@Timeout(120)
class ClientStateTest {

  private static final String CSI = "<csi xmlns='urn:xmpp:csi:0'/>";
  private static final String ACTIVE = "<active xmlns='urn:xmpp:csi:0'/>";
  private static final String INACTIVE = "<inactive xmlns='urn:xmpp:csi:0'/>";
  private static final String PRESENCE = "<presence/>";

  private static ScriptedClient.Builder juliet(String features) {
    return ScriptedClient.builder().features(features).with(ClientState::new);
  }

  @Test
  void is_indicated_when_it_changes() {
    try (ScriptedClient juliet =
        juliet(CSI).bound(s -> s.expect(INACTIVE).expect(ACTIVE).mark("heard"))) {
      ClientState state = juliet.get(ClientState.class);
      state.active();
      state.inactive();
      state.inactive();
      state.active();
      juliet.peer().awaitMark("heard");
    }
  }

  @Test
  void is_kept_from_servers_that_do_not_offer_to_heed_it() throws Exception {
    try (ScriptedClient juliet = juliet("").bound(s -> s.expect(PRESENCE))) {
      ClientState state = juliet.get(ClientState.class);
      state.inactive();
      juliet.client().send(Presence.available()).get(10, TimeUnit.SECONDS);
    }
  }

  private static Script login(Script script) {
    return ScriptedClient.login(script, CSI);
  }

  @Test
  void is_remembered_until_there_is_a_stream_and_for_each() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> login(s).expect(INACTIVE).reset());
      peer.script(s -> login(s).expect(INACTIVE).awaitCue("end").reset());
      peer.script(s -> login(s).expect(PRESENCE).expectClose().close());
      ClientBuilder builder = ScriptedClient.of(peer).with(ClientState::new);
      XmppClient client = builder.build();
      ClientState state = client.get(ClientState.class);
      state.inactive();
      connectAndLose(client, () -> {});
      connectAndLose(
          client,
          () -> {
            state.active();
            peer.cue("end");
          });
      client.connect().get(10, TimeUnit.SECONDS);
      client.send(Presence.available()).get(10, TimeUnit.SECONDS);
      client.shutdown().get(10, TimeUnit.SECONDS);
      peer.await();
    }
  }

  private static void connectAndLose(XmppClient client, Runnable meanwhile) throws Exception {
    CompletableFuture<Void> lost = lost(client);
    client.connect().get(10, TimeUnit.SECONDS);
    meanwhile.run();
    lost.get(10, TimeUnit.SECONDS);
  }

  /** Ends when the next connection is lost. */
  private static CompletableFuture<Void> lost(XmppClient client) {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    CompletableFuture<Void> connected = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Connected) {
            connected.complete(null);
          } else if (state instanceof ConnectionState.Disconnected && connected.isDone()) {
            lost.complete(null);
          }
        });
    return lost;
  }

  @Test
  void is_no_stanza_to_be_counted() throws Exception {
    String acknowledge = "<a xmlns='urn:xmpp:sm:3' h='%d'/>";
    try (ScriptedClient juliet =
        juliet(CSI + "<sm xmlns='urn:xmpp:sm:3'/>")
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<enable xmlns='urn:xmpp:sm:3'/>")
                        .send("<enabled xmlns='urn:xmpp:sm:3'/>")
                        .expect(INACTIVE)
                        .expectLike("<message/>")
                        .expect("<r xmlns='urn:xmpp:sm:3'/>")
                        .send(acknowledge.formatted(1))
                        .awaitCue("more")
                        .send(acknowledge.formatted(2))
                        .expectLike("<error xmlns='http://etherx.jabber.org/streams'/>"))) {
      CompletableFuture<Void> ended = lost(juliet.client());
      juliet.get(ClientState.class).inactive();
      Message message = Message.chat(Jid.of("romeo@localhost"), "Hello");
      juliet.client().deliver(message).get(10, TimeUnit.SECONDS);
      assertThat(ended).isNotDone();
      juliet.peer().cue("more");
      ended.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void may_change_when_there_is_no_stream() {
    try (ScriptedClient juliet = juliet(CSI).bound(s -> {})) {
      juliet.client().shutdown().join();
      juliet.get(ClientState.class).inactive();
      juliet.get(ClientState.class).active();
    }
  }

  /** What is written, and when, is for the test to say. */
  private static final class Wire {

    private final List<Element> sent = new ArrayList<>();
    private final List<Boolean> atOnce = new ArrayList<>();
    private CompletableFuture<Void> write = new CompletableFuture<>();

    XmppClient client() {
      ClientContext context =
          (ClientContext)
              Proxy.newProxyInstance(
                  ClientStateTest.class.getClassLoader(),
                  new Class<?>[] {ClientContext.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("acknowledgeAtOnce")) {
                      atOnce.add((Boolean) arguments[0]);
                      return null;
                    }
                    sent.add((Element) arguments[0]);
                    return write;
                  });
      return (XmppClient)
          Proxy.newProxyInstance(
              ClientStateTest.class.getClassLoader(),
              new Class<?>[] {XmppClient.class},
              (proxy, method, arguments) -> context);
    }

    void written() {
      CompletableFuture<Void> done = write;
      write = new CompletableFuture<>();
      done.complete(null);
    }
  }

  private static BoundStream stream(boolean resumed) {
    Features features =
        new Features(
            Element.builder("features", "http://etherx.jabber.org/streams")
                .child(Element.of("csi", ClientState.NAMESPACE))
                .build());
    return BoundStream.builder(
            Jid.of("juliet@localhost/balcony"), Endpoint.startTls("127.0.0.1", 5222))
        .mechanism("ANONYMOUS")
        .features(features)
        .managed(true)
        .resumed(resumed)
        .build();
  }

  private static Element element(String name) {
    return Element.of(name, ClientState.NAMESPACE);
  }

  /** However often the user changes his mind while the server does not read. */
  @Test
  void waits_as_one_indication_at_most() {
    Wire wire = new Wire();
    ClientState state = new ClientState(wire.client());
    state.bound(stream(false));
    for (int i = 0; i < 1000; i++) {
      state.inactive();
      state.active();
    }
    assertThat(wire.sent).containsExactly(element("inactive"));
    wire.written();
    assertThat(wire.sent).containsExactly(element("inactive"), element("active"));
    wire.written();
    assertThat(wire.sent).hasSize(2);
    assertThat(wire.atOnce).containsExactly(true, false);
  }

  @Test
  void is_indicated_again_when_a_stream_is_resumed() {
    Wire wire = new Wire();
    ClientState state = new ClientState(wire.client());
    state.bound(stream(false));
    state.inactive();
    wire.written();
    state.lost();
    state.resumed(stream(true));
    assertThat(wire.sent).containsExactly(element("inactive"), element("inactive"));
  }

  /** An indication for a connection may get to the next, before its loss is known here. */
  @Test
  void is_indicated_again_if_the_server_may_have_heard_another() {
    Wire wire = new Wire();
    ClientState state = new ClientState(wire.client());
    state.bound(stream(false));
    state.inactive();
    state.lost();
    state.active();
    state.resumed(stream(true));
    assertThat(wire.sent).containsExactly(element("inactive"));
    wire.written();
    assertThat(wire.sent).containsExactly(element("inactive"), element("active"));
  }
}
