/**
 * The client: {@link im.linnet.XmppClient} and what it is built from. Start here.
 *
 * <p>Everything else is reached from it: stanzas ({@code im.linnet.stanza}), addresses ({@code
 * im.linnet.jid}), XML ({@code im.linnet.xml}), sign-in ({@code im.linnet.sasl}), TLS ({@code
 * im.linnet.tls}), and what a stream is and how it fails ({@code im.linnet.stream}).
 */
@NullMarked
package im.linnet;

import org.jspecify.annotations.NullMarked;
