/**
 * The XML stream of RFC 6120: what a step of its negotiation is ({@link
 * im.linnet.stream.StreamFeature}), what the peer says when it ends ({@link
 * im.linnet.stream.StreamError}), and every way in which a stream, or a request on it, can fail
 * ({@link im.linnet.stream.XmppException}).
 *
 * <p>The exceptions live here and not beside the client, as the layers below the client throw them.
 */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
