/**
 * How a connection, a stream or a request fails: {@link im.linnet.failure.XmppException} and its
 * kinds, each with its phase, endpoint and redirects ({@link im.linnet.failure.Where}), and the
 * error sent by the server ({@link im.linnet.failure.StreamError}, RFC 6120 section 4.9).
 */
@NullMarked
package im.linnet.failure;

import org.jspecify.annotations.NullMarked;
