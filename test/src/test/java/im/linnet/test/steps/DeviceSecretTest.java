package im.linnet.test.steps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step of a program that needs a verified server: what it is given to decide by. */
@Timeout(120)
class DeviceSecretTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final String BIND =
      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><device xmlns='urn:example:device'/>";
  private static final String ANONYMOUS =
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
          + "<mechanism>ANONYMOUS</mechanism></mechanisms>";

  private final ScriptedPeer peer =
      ScriptedPeer.listen().withTls(AUTHORITY.server("localhost").serverContext());
  private final BlockingQueue<BoundStream> bound = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    peer.close();
  }

  private BoundStream connect(TlsPolicy policy, Endpoint endpoint) throws Exception {
    XmppClient client =
        XmppClient.builder("localhost")
            .sasl(Sasl.anonymous())
            .endpoint(endpoint)
            .tls(policy)
            .with(made -> new DeviceSecret(made, bound::add))
            .build();
    try {
      BoundStream stream = client.connect().get(20, TimeUnit.SECONDS);
      BoundStream given = bound.poll(20, TimeUnit.SECONDS);
      assertThat(given).as("what extensions are given").isEqualTo(stream);
      return stream;
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
      peer.close();
    }
  }

  private static Script session(Script script) {
    return script
        .openStream("localhost", ANONYMOUS)
        .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>")
        .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
        .openStream("localhost", BIND)
        .expectLike("<iq type='set' id='{id}'/>")
        .send(
            "<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<jid>a@localhost/b</jid></bind></iq>");
  }

  private Endpoint direct() {
    return Endpoint.directTls("127.0.0.1", peer.port());
  }

  @Test
  void is_shown_to_a_verified_server() throws Exception {
    peer.script(
        s ->
            session(s.startTls())
                .expect("<device xmlns='urn:example:device'>device-secret</device>")
                .send("<known xmlns='urn:example:device'/>")
                .expectClose());
    TlsPolicy policy = TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build();
    BoundStream stream = connect(policy, direct());
    assertThat(stream.verified()).isTrue();
    assertThat(stream).asString().doesNotContain("unverified");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void is_kept_from_whoever_answered(boolean secretsSent) throws Exception {
    peer.script(s -> session(s.startTls()).expectClose());
    TlsPolicy.Builder lax = TlsPolicy.builder().insecurelyTrustAnyone();
    TlsPolicy policy = secretsSent ? lax.insecurelySendSecretsToAnyone().build() : lax.build();
    BoundStream stream = connect(policy, direct());
    assertThat(stream.tlsProtocol()).isNotNull();
    assertThat(stream.verified()).isFalse();
    assertThat(stream).asString().contains("with an unverified server");
  }

  @Test
  void is_kept_from_clear_text() throws Exception {
    peer.script(s -> session(s).expectClose());
    TlsPolicy policy = TlsPolicy.builder().insecurelyAllowClearText().build();
    BoundStream stream = connect(policy, Endpoint.startTls("127.0.0.1", peer.port()));
    assertThat(stream.tlsProtocol()).isNull();
    assertThat(stream.verified()).isFalse();
  }

  @Test
  void is_decided_by_facts_that_tell_the_three_apart() {
    Features offered =
        new Features(
            Xml.element(
                "<features xmlns='http://etherx.jabber.org/streams'>"
                    + "<device xmlns='urn:example:device'/></features>"));
    DeviceSecret.Step step = new DeviceSecret.Step();
    for (Facts facts :
        new Facts[] {
          Facts.none(), Facts.none().withUnverified(), Facts.none().withSecure(),
        }) {
      Facts bound = facts.withJid(Jid.of("a@localhost/b"));
      assertThat(step.accepts(offered, bound)).isEqualTo(facts.verified());
      assertThat(bound.secure()).isEqualTo(facts.secure());
    }
    assertThat(Facts.none().withUnverified().secure()).isTrue();
    assertThat(Facts.none().withUnverified().verified()).isFalse();
    assertThat(Facts.none().withSecure().verified()).isTrue();
  }
}
