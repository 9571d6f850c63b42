package im.linnet.test.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamOpening;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** XEP-0078, with the values of its examples. */
@Timeout(120)
class NonSaslAuthenticationTest {

  private static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " id='3EE948B0' from='shakespeare.lit'";
  private static final String FEATURES =
      "<stream:features><auth xmlns='http://jabber.org/features/iq-auth'/></stream:features>";

  private static void signIn(Script script) {
    script
        .expect(
            "<iq type='get' to='shakespeare.lit' id='fields'>"
                + "<query xmlns='jabber:iq:auth'><username>bill</username></query></iq>")
        .send(
            "<iq type='result' id='fields'><query xmlns='jabber:iq:auth'>"
                + "<username/><password/><digest/><resource/></query></iq>")
        .expect(
            "<iq type='set' id='sign-in'><query xmlns='jabber:iq:auth'><username>bill</username>"
                + "<digest>48fc78be9ec8f86d8ce1c39c320c97c21d62334d</digest>"
                + "<resource>globe</resource></query></iq>");
  }

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final ClientBuilder builder =
      XmppClient.builder("bill@shakespeare.lit")
          .sasl(Sasl.none())
          .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
          .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
          .steps(NonSaslAuthenticationTest::extended);
  private final CompletableFuture<Message> welcome = new CompletableFuture<>();
  private @Nullable XmppClient client;

  private static List<StreamFeature> extended(List<StreamFeature> standard) {
    List<StreamFeature> steps = new ArrayList<>(standard);
    steps.add(1, new NonSaslAuthentication("Calli0pe", "globe"));
    return steps;
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
    if (client != null) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  private BoundStream connect() throws Exception {
    XmppClient made = builder.build();
    client = made;
    made.onMessage(welcome::complete);
    return made.connect().get(20, TimeUnit.SECONDS);
  }

  @Test
  void signs_in_and_binds_in_one() throws Exception {
    peer.script(
        script ->
            script
                .expectHeader("to='shakespeare.lit' version='1.0'")
                .sendRaw(HEADER + " version='1.0'>")
                .send(FEATURES)
                .then(NonSaslAuthenticationTest::signIn)
                .send(
                    "<iq type='result' id='sign-in'/>"
                        + "<message from='hal@shakespeare.lit'><body>welcome</body></message>"));
    BoundStream stream = connect();
    assertThat(stream.jid()).hasToString("bill@shakespeare.lit/globe");
    assertThat(stream.mechanism()).isEqualTo("jabber:iq:auth");
    assertThat(welcome.get(20, TimeUnit.SECONDS).body()).isEqualTo("welcome");
  }

  /** Such a server sends neither a version nor features (RFC 6120, section 4.7.5). */
  @Test
  void signs_in_at_a_server_of_before_features() throws Exception {
    peer.script(
        script ->
            script
                .expectHeader("to='shakespeare.lit'")
                .sendRaw(HEADER + ">")
                .then(NonSaslAuthenticationTest::signIn)
                .send("<iq type='result' id='sign-in'/>"));
    builder.opening(StreamOpening::withoutVersion);
    assertThat(connect().jid()).hasToString("bill@shakespeare.lit/globe");
    assertThat(peer.transcript().lines().filter(line -> line.contains("<stream:stream")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("version=\"1.0\""));
  }

  @Test
  void tells_of_a_refusal() {
    peer.script(
        script ->
            script
                .expectHeader()
                .sendRaw(HEADER + " version='1.0'>")
                .send(FEATURES)
                .then(NonSaslAuthenticationTest::signIn)
                .send(
                    "<iq type='error' id='sign-in'><error code='401' type='auth'>"
                        + "<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                        + "</error></iq>")
                .expectClose());
    assertThatThrownBy(this::connect)
        .cause()
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> {
              assertThat(refused.condition()).isEqualTo("not-authorized");
              assertThat(refused.mechanism()).isEqualTo("jabber:iq:auth");
            });
  }
}
