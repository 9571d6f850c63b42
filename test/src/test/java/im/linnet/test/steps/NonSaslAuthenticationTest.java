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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** XEP-0078, with the values of its examples. */
@Timeout(30)
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

  private static XmppClient client(ScriptedPeer peer, UnaryOperator<ClientBuilder> change) {
    ClientBuilder builder =
        XmppClient.builder("bill@shakespeare.lit")
            .sasl(Sasl.anonymous())
            .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
            .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
            .steps(
                standard -> {
                  List<StreamFeature> steps = new ArrayList<>(standard);
                  steps.add(1, new NonSaslAuthentication("Calli0pe", "globe"));
                  return steps;
                });
    return change.apply(builder).build();
  }

  private static void on(
      Consumer<Script> lines, UnaryOperator<ClientBuilder> change, CheckedConsumer<XmppClient> test)
      throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().script(lines)) {
      XmppClient client = client(peer, change);
      try {
        test.accept(client);
      } finally {
        peer.close();
        client.shutdown().get(20, TimeUnit.SECONDS);
      }
    }
  }

  private interface CheckedConsumer<T> {
    void accept(T value) throws Exception;
  }

  @Test
  void signs_in_and_binds_in_one() throws Exception {
    on(
        script ->
            script
                .expectHeader("to='shakespeare.lit' version='1.0'")
                .sendRaw(HEADER + " version='1.0'>")
                .send(FEATURES)
                .then(NonSaslAuthenticationTest::signIn)
                .send(
                    "<iq type='result' id='sign-in'/>"
                        + "<message from='hal@shakespeare.lit'><body>welcome</body></message>"),
        builder -> builder,
        client -> {
          CompletableFuture<Message> welcome = new CompletableFuture<>();
          client.onMessage(welcome::complete);
          BoundStream stream = client.connect().get(20, TimeUnit.SECONDS);
          assertThat(stream.jid()).hasToString("bill@shakespeare.lit/globe");
          assertThat(stream.mechanism()).isEqualTo("jabber:iq:auth");
          assertThat(welcome.get(20, TimeUnit.SECONDS).body()).isEqualTo("welcome");
        });
  }

  /** Such a server sends no version, and no features either (RFC 6120, section 4.7.5). */
  @Test
  void signs_in_at_a_server_of_before_features() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(
                script ->
                    script
                        .expectHeader("to='shakespeare.lit'")
                        .sendRaw(HEADER + ">")
                        .then(NonSaslAuthenticationTest::signIn)
                        .send("<iq type='result' id='sign-in'/>"))) {
      XmppClient client = client(peer, builder -> builder.opening(StreamOpening::withoutVersion));
      assertThat(client.connect().get(20, TimeUnit.SECONDS).jid())
          .hasToString("bill@shakespeare.lit/globe");
      assertThat(peer.transcript().lines().filter(line -> line.contains("<stream:stream")))
          .isNotEmpty()
          .noneMatch(line -> line.contains("version=\"1.0\""));
      peer.close();
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void tells_of_a_refusal() throws Exception {
    on(
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
                .expectClose(),
        builder -> builder,
        client ->
            assertThatThrownBy(() -> client.connect().get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                    AuthenticationException.class,
                    refused -> {
                      assertThat(refused.condition()).isEqualTo("not-authorized");
                      assertThat(refused.mechanism()).isEqualTo("jabber:iq:auth");
                    }));
  }
}
