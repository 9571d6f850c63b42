/**
 * TLS for one domain: the handler that makes the handshake, the check of the server's identity
 * after RFC 9525 and RFC 6120 section 13.7, and a clear sentence for all that goes wrong.
 */
@NullMarked
package im.linnet.internal.tls;

import org.jspecify.annotations.NullMarked;
