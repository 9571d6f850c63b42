package im.linnet.roster;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;

/** Scripts that begin with a bound stream, and clients for them. */
final class Peers {

  static final String VERSIONS = "<ver xmlns='urn:xmpp:features:rosterver'/>";
  static final String PRE_APPROVAL = "<sub xmlns='urn:xmpp:features:pre-approval'/>";

  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

  private Peers() {}

  /** The stream of juliet@localhost/balcony, with features beside resource binding. */
  static Script bound(Script script, String features) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", "<bind xmlns='" + BIND + "'/>" + features)
        .expectLike("<iq type='set' id='{bind}'><bind xmlns='" + BIND + "'/></iq>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='%s'><jid>juliet@localhost/balcony</jid>"
                    .formatted(BIND)
                + "</bind></iq>");
  }

  static ClientBuilder client(ScriptedPeer peer) {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.anonymous())
        .requestLimit(Duration.ofSeconds(10))
        .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build());
  }

  /** The roster query that the client sends, captured as {@code {load}}, and its answer. */
  static Script answerLoad(Script script, String query, String answer) {
    return script
        .expect("<iq type='get' id='{load}'>" + query + "</iq>")
        .send("<iq type='result' id='{load}' to='juliet@localhost/balcony'>" + answer + "</iq>");
  }

  /** A roster's query element with some items. */
  static String query(String attributes, String items) {
    return "<query xmlns='jabber:iq:roster' %s>%s</query>".formatted(attributes, items);
  }

  static String item(String local, String subscription) {
    return "<item jid='%s@localhost' subscription='%s'/>".formatted(local, subscription);
  }

  static String push(String id, String attributes, String query) {
    return "<iq type='set' id='%s' to='juliet@localhost/balcony' %s>%s</iq>"
        .formatted(id, attributes, query);
  }
}
