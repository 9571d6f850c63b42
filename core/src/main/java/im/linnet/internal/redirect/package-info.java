/**
 * Where a server may send us: the place that {@code see-other-host} or a hint for resumption names,
 * how far from the sender it may be, and the chain of redirects that led somewhere (RFC 6120,
 * section 4.9.3.19).
 */
@NullMarked
package im.linnet.internal.redirect;

import org.jspecify.annotations.NullMarked;
