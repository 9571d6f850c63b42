/**
 * A name server for tests (RFC 1035, with the SRV records of RFC 2782) on loopback, over UDP and
 * TCP. It can be set to answer wrongly, late or not at all.
 */
@NullMarked
package im.linnet.testkit.dns;

import org.jspecify.annotations.NullMarked;
