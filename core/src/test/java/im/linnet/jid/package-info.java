/** Tests of XMPP addresses. */
@NullMarked
package im.linnet.jid;

import org.jspecify.annotations.NullMarked;
