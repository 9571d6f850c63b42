/** XMPP Ping (XEP-0199): {@link im.linnet.ping.Ping} pings entities and answers pings. */
@NullMarked
package im.linnet.ping;

import org.jspecify.annotations.NullMarked;
