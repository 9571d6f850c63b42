/**
 * The negotiation of a stream (RFC 6120, section 4.3): from the channel handler, the {@link
 * im.linnet.internal.stream.Negotiator}, to a step's view of the stream.
 */
@NullMarked
package im.linnet.internal.stream;

import org.jspecify.annotations.NullMarked;
