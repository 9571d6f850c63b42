/** Signing in to the Windows Live Messenger XMPP service. */
module im.linnet.sasl.messenger {
  requires static transitive org.jspecify;
  requires transitive im.linnet.core;

  exports im.linnet.sasl.messenger;
}
