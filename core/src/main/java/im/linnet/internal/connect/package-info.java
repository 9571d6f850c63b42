/**
 * From a domain to an open TCP channel (RFC 6120, section 3; RFC 2782; XEP-0368; RFC 8305),
 * directly or through a proxy, and where a redirect leads (RFC 6120, section 4.9.3.19).
 *
 * <p>{@link im.linnet.internal.connect.Dialer} is the way in. It hands out channels on which
 * nothing was sent; TLS and the stream are not its business.
 */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
