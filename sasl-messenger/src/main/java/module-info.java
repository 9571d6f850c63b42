/** Sign-in to the Windows Live Messenger XMPP service, and its peculiarities. */
module im.linnet.sasl.messenger {
  requires transitive im.linnet.core;
  requires transitive im.linnet.oauth;
  requires static transitive org.jspecify;

  exports im.linnet.sasl.messenger;
}
