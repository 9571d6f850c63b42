/**
 * The negotiation of a stream (RFC 6120, section 4.3): the {@link
 * im.linnet.internal.stream.Negotiator} and one class a step.
 */
@NullMarked
package im.linnet.internal.stream;

import org.jspecify.annotations.NullMarked;
