/**
 * Finds a service: a domain's SRV records in the order in which to try them, and a host's addresses
 * (RFC 6120, section 3.2; RFC 2782; XEP-0368).
 */
@NullMarked
package im.linnet.internal.dns;

import org.jspecify.annotations.NullMarked;
