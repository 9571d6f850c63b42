/** Signing in to the Windows Live Messenger XMPP service, and what is special about it. */
module im.linnet.sasl.messenger {
  requires com.fasterxml.jackson.databind;
  requires transitive im.linnet.core;
  requires transitive java.net.http;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.sasl.messenger;
  exports im.linnet.sasl.messenger.oauth;
}
