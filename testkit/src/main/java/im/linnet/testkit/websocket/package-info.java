/**
 * Web servers for clients of XMPP over WebSocket (RFC 7395): a {@link
 * im.linnet.testkit.websocket.WebSocketServer} that a test drives frame by frame, and a {@link
 * im.linnet.testkit.websocket.HostMetaServer} for its discovery (XEP-0156).
 */
@NullMarked
package im.linnet.testkit.websocket;

import org.jspecify.annotations.NullMarked;
