/**
 * The negotiation of an XML stream (RFC 6120, section 4.3): a step of it ({@link
 * im.linnet.stream.StreamFeature}) and what a step sees and does ({@link
 * im.linnet.stream.Negotiation}).
 */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
