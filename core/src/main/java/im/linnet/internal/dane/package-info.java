/**
 * Which certificates the DNS names for a server, where DNSSEC vouches for it (DANE: RFC 6698, RFC
 * 7671, RFC 7673).
 */
@NullMarked
package im.linnet.internal.dane;

import org.jspecify.annotations.NullMarked;
