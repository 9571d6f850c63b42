/**
 * Where a service is: the SRV records of a domain, in the order in which to try them, and the
 * addresses of a host (RFC 6120, section 3.2; RFC 2782; XEP-0368).
 */
@NullMarked
package im.linnet.internal.dns;

import org.jspecify.annotations.NullMarked;
