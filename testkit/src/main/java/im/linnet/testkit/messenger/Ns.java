package im.linnet.testkit.messenger;

/** The namespaces of the service. */
final class Ns {
  static final String CLIENT = "jabber:client";
  static final String STREAM = "http://etherx.jabber.org/streams";
  static final String STREAM_ERROR = "urn:ietf:params:xml:ns:xmpp-streams";
  static final String STANZA_ERROR = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
  static final String ROSTER = "jabber:iq:roster";
  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String PING = "urn:xmpp:ping";
  static final String NICK = "http://jabber.org/protocol/nick";
  static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
  static final String VCARD = "vcard-temp";
  static final String ARCHIVE = "urn:xmpp:archive";
  static final String DELAY = "urn:xmpp:delay";

  private Ns() {}
}
