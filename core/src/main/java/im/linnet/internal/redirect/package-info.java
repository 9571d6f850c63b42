/**
 * Redirects: the target that {@code see-other-host} or a resumption hint names, which addresses it
 * may have, and the chain of redirects followed (RFC 6120, section 4.9.3.19).
 */
@NullMarked
package im.linnet.internal.redirect;

import org.jspecify.annotations.NullMarked;
