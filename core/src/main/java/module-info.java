/**
 * All it takes to hold a bound XML stream. From JDK 22 on the descriptor of {@code src/main/java22}
 * takes the place of this one.
 */
@SuppressWarnings("removal") // jdk.crypto.ec is empty from JDK 22 on
module im.linnet.core {
  requires com.ongres.saslprep;
  requires com.ongres.scram.common;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.handler.proxy;
  requires io.netty.transport;
  requires static transitive org.jspecify;
  requires org.dnsjava;
  // Events of the flight recorder; without it there are none.
  requires static jdk.jfr;
  requires org.slf4j;
  // Without it an image that jlink makes has no elliptic curves, so no TLS that servers of today
  // do.
  requires jdk.crypto.ec;

  exports im.linnet;
  exports im.linnet.connection;
  exports im.linnet.endpoint;
  exports im.linnet.failure;
  exports im.linnet.file;
  exports im.linnet.jid;
  exports im.linnet.journal;
  exports im.linnet.observe;
  exports im.linnet.routing;
  exports im.linnet.sasl;
  exports im.linnet.stanza;
  exports im.linnet.stream;
  exports im.linnet.tls;
  exports im.linnet.xml;
}
