/** Peers to test an XMPP client against: scripted, stand-in and real. Independent of the client. */
module im.linnet.testkit {
  requires com.ctc.wstx;
  requires io.netty.pkitesting;
  requires transitive java.net.http;
  requires transitive java.xml;
  requires jdk.httpserver;
  requires org.dnsjava;
  requires static org.junit.jupiter.api;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.testkit.dns;
  exports im.linnet.testkit.events;
  exports im.linnet.testkit.gateway;
  exports im.linnet.testkit.junit;
  exports im.linnet.testkit.messenger;
  exports im.linnet.testkit.messenger.oauth;
  exports im.linnet.testkit.net;
  exports im.linnet.testkit.peer;
  exports im.linnet.testkit.server;
  exports im.linnet.testkit.small;
  exports im.linnet.testkit.tls;
  exports im.linnet.testkit.websocket;
  exports im.linnet.testkit.xml;
}
