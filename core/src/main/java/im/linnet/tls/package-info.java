/**
 * What a user decides about TLS (RFC 6120, sections 5 and 13.7; RFC 7590): whom to trust, who to
 * be, and what may be less safe than the default.
 */
@NullMarked
package im.linnet.tls;

import org.jspecify.annotations.NullMarked;
