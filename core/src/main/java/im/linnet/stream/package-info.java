/**
 * The negotiation of an XML stream (RFC 6120, section 4.3): a step of it ({@link
 * im.linnet.stream.StreamFeature}), what a step sees and does ({@link
 * im.linnet.stream.Negotiation}), what it establishes ({@link im.linnet.stream.Facts}), and
 * requests that travel inside of a step's ({@link im.linnet.stream.Inline}).
 */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
