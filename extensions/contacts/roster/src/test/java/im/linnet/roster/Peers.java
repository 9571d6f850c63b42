package im.linnet.roster;

import im.linnet.testkit.peer.Script;

/** What servers and clients say of rosters. */
final class Peers {

  static final String VERSIONS = "<ver xmlns='urn:xmpp:features:rosterver'/>";
  static final String PRE_APPROVAL = "<sub xmlns='urn:xmpp:features:pre-approval'/>";

  private Peers() {}

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
