/**
 * XML as XMPP restricts it (RFC 6120, section 11): the incremental parser for incoming streams, the
 * immutable {@link im.linnet.xml.Element} that it produces, and the writer.
 *
 * <p>Nothing here depends on sockets, threads or stanzas.
 */
@NullMarked
package im.linnet.xml;

import org.jspecify.annotations.NullMarked;
