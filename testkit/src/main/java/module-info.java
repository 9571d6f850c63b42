/** Peers to test an XMPP client against: scripted, stand-in and real. Independent of the client. */
module im.linnet.testkit {
  requires io.netty.pkitesting;
  requires org.dnsjava;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports im.linnet.testkit.dns;
  exports im.linnet.testkit.server;
  exports im.linnet.testkit.tls;
}
