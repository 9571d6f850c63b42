/**
 * XMPP Ping (XEP-0199): {@link im.linnet.ping.Ping} asks whether somebody is there, and answers who
 * asks.
 */
@NullMarked
package im.linnet.ping;

import org.jspecify.annotations.NullMarked;
