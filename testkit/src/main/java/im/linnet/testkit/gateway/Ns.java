package im.linnet.testkit.gateway;

/** The namespaces of the gateway. */
final class Ns {
  static final String CLIENT = "jabber:client";
  static final String COMPONENT = "jabber:component:accept";
  static final String STREAM = "http://etherx.jabber.org/streams";
  static final String STANZA_ERROR = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String COMMANDS = "http://jabber.org/protocol/commands";
  static final String CAPS = "http://jabber.org/protocol/caps";
  static final String MUC = "http://jabber.org/protocol/muc";
  static final String MUC_USER = "http://jabber.org/protocol/muc#user";
  static final String ROSTERX = "http://jabber.org/protocol/rosterx";
  static final String SUBSYNC = "http://delx.cjb.net/protocol/roster-subsync";
  static final String SUBSYNC_OF_JABBER_ORG = "http://jabber.org/protocol/roster-subsync";
  static final String REGISTER = "jabber:iq:register";
  static final String GATEWAY = "jabber:iq:gateway";
  static final String VERSION = "jabber:iq:version";
  static final String IQ_AVATAR = "jabber:iq:avatar";
  static final String IQ_CONFERENCE = "jabber:iq:conference";
  static final String STORED_AVATAR = "storage:client:avatar";
  static final String VCARD = "vcard-temp";
  static final String VCARD_UPDATE = "vcard-temp:x:update";
  static final String AVATAR = "jabber:x:avatar";
  static final String CONFERENCE = "jabber:x:conference";
  static final String EVENT = "jabber:x:event";
  static final String DELAY = "jabber:x:delay";
  static final String DATA = "jabber:x:data";
  static final String NOERROR = "sapo:noerror";

  private Ns() {}
}
