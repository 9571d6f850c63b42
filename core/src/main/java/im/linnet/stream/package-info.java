/**
 * The negotiation of an XML stream (RFC 6120, section 4.3): its steps ({@link
 * im.linnet.stream.StreamFeature}), the stream as a step sees it ({@link
 * im.linnet.stream.Negotiation}), the established facts ({@link im.linnet.stream.Facts}), requests
 * inside those of a step ({@link im.linnet.stream.Inline}), and transports other than TCP ({@link
 * im.linnet.stream.Transport}).
 */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
