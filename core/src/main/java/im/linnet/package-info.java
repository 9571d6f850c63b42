/**
 * The client: {@link im.linnet.XmppClient}, its builder and its settings. Start here.
 *
 * <p>The other packages: stanzas ({@code im.linnet.stanza}), addresses ({@code im.linnet.jid}), XML
 * ({@code im.linnet.xml}), sign-in ({@code im.linnet.sasl}), TLS ({@code im.linnet.tls}), servers
 * and proxies ({@code im.linnet.endpoint}), the connection and its state ({@code
 * im.linnet.connection}), filters and claims ({@code im.linnet.routing}), stream negotiation
 * ({@code im.linnet.stream}) and exceptions ({@code im.linnet.failure}).
 */
@NullMarked
package im.linnet;

import org.jspecify.annotations.NullMarked;
