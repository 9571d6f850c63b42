/** Tests of XMPP over WebSocket, against doubles of the testkit and real servers. */
@NullMarked
package im.linnet.websocket;

import org.jspecify.annotations.NullMarked;
