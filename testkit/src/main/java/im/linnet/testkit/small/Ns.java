package im.linnet.testkit.small;

/** The namespaces of the server. */
final class Ns {
  static final String CLIENT = "jabber:client";
  static final String COMPONENT = "jabber:component:accept";
  static final String STREAM = "http://etherx.jabber.org/streams";
  static final String STREAM_ERROR = "urn:ietf:params:xml:ns:xmpp-streams";
  static final String STANZA_ERROR = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
  static final String ROSTER = "jabber:iq:roster";
  static final String REGISTER = "jabber:iq:register";
  static final String REGISTER_FEATURE = "http://jabber.org/features/iq-register";
  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String PING = "urn:xmpp:ping";
  static final String VCARD = "vcard-temp";
  static final String DELAY = "urn:xmpp:delay";
  static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
  static final String EVENTS = "jabber:x:event";

  private Ns() {}
}
