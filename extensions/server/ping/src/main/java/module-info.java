/** XMPP Ping (XEP-0199). */
module im.linnet.ping {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.ping;
}
