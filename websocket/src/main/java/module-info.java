/** XMPP over WebSocket (RFC 7395), and its discovery (XEP-0156). */
module im.linnet.websocket {
  requires com.ctc.wstx;
  requires com.fasterxml.jackson.core;
  requires transitive im.linnet.core;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.transport;
  requires java.xml;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.websocket;
}
