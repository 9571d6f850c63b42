/**
 * TLS for one domain: the handler of the handshake, the check of the server's identity (RFC 9525;
 * RFC 6120, section 13.7), and explanations of failures.
 */
@NullMarked
package im.linnet.internal.tls;

import org.jspecify.annotations.NullMarked;
