/**
 * The negotiation of a stream (RFC 6120, section 4.3): from the handler, the {@link
 * im.linnet.internal.stream.Negotiator}, to what a step sees.
 */
@NullMarked
package im.linnet.internal.stream;

import org.jspecify.annotations.NullMarked;
