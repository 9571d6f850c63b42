/**
 * XMPP over WebSocket (RFC 7395), and its discovery by the host-meta of a domain (XEP-0156).
 *
 * <p>Start with {@link im.linnet.websocket.WebSocketTransport}.
 */
@NullMarked
package im.linnet.websocket;

import org.jspecify.annotations.NullMarked;
