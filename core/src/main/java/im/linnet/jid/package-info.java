/** XMPP addresses (RFC 7622). */
@NullMarked
package im.linnet.jid;

import org.jspecify.annotations.NullMarked;
