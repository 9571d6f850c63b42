/**
 * How a connection, a stream or a request fails: {@link im.linnet.failure.XmppException} and its
 * kinds, each with the phase, the endpoint and the redirects that led there ({@link
 * im.linnet.failure.Where}), and the server's own words ({@link im.linnet.failure.StreamError}, RFC
 * 6120 section 4.9).
 */
@NullMarked
package im.linnet.failure;

import org.jspecify.annotations.NullMarked;
