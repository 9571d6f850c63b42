package im.linnet.csi;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state within Bind 2 (XEP-0386), on servers that take it there or later. */
@Timeout(120)
class WithBindingTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final String INACTIVE = "<inactive xmlns='urn:xmpp:csi:0'/>";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_sent_once(boolean taken) throws Exception {
    ScriptedPeer peer =
        ScriptedPeer.listen().withTls(AUTHORITY.server("example.test").serverContext());
    XmppClient client =
        XmppClient.builder("juliet@example.test")
            .sasl(Sasl.password("secret").allowPlain())
            .endpoint(Endpoint.directTls("127.0.0.1", peer.port()))
            .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
            .with(ClientState::new)
            .build();
    String feature = taken ? "<inline><feature var='urn:xmpp:csi:0'/></inline>" : "";
    String bind = "<bind xmlns='urn:xmpp:bind:0'>%s</bind>";
    try (peer) {
      peer.script(
          s -> {
            s.startTls()
                .openStream(
                    "example.test",
                    "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>"
                        + bind.formatted(feature)
                        + "</inline></authentication>")
                .expectLike(
                    "<authenticate xmlns='urn:xmpp:sasl:2'>"
                        + bind.formatted(taken ? INACTIVE : "")
                        + "</authenticate>")
                .send(
                    "<success xmlns='urn:xmpp:sasl:2'><bound xmlns='urn:xmpp:bind:0'/>"
                        + "<authorization-identifier>juliet@example.test/1"
                        + "</authorization-identifier></success>"
                        + "<stream:features><csi xmlns='urn:xmpp:csi:0'/></stream:features>");
            if (!taken) {
              s.expect(INACTIVE);
            }
            s.expect("<active xmlns='urn:xmpp:csi:0'/>")
                .mark("active")
                .expect(INACTIVE)
                .mark("inactive");
          });
      ClientState state = client.get(ClientState.class);
      state.inactive();
      client.connect().get(20, TimeUnit.SECONDS);
      state.active();
      peer.awaitMark("active");
      state.inactive();
      peer.awaitMark("inactive");
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }
}
