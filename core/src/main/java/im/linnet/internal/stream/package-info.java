/** The steps of a stream's negotiation (RFC 6120, sections 4 to 7), one class each. */
@NullMarked
package im.linnet.internal.stream;

import org.jspecify.annotations.NullMarked;
