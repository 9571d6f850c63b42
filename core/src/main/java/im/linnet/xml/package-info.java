/**
 * XML as XMPP restricts it (RFC 6120, section 11): the incoming stream parser, the immutable {@link
 * im.linnet.xml.Element} that it yields, and the way back to bytes.
 *
 * <p>Nothing here knows of sockets, threads or stanzas.
 */
@NullMarked
package im.linnet.xml;

import org.jspecify.annotations.NullMarked;
