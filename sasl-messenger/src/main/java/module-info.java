/** Signing in to the Windows Live Messenger XMPP service, and what is special about it. */
module im.linnet.sasl.messenger {
  requires transitive im.linnet.core;
  requires transitive im.linnet.oauth;
  requires static transitive org.jspecify;

  exports im.linnet.sasl.messenger;
}
