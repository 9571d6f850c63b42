/** XMPP Ping (XEP-0199). */
@NullMarked
package im.linnet.ping;

import org.jspecify.annotations.NullMarked;
