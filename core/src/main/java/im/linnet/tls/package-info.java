/**
 * The TLS settings of a client (RFC 6120, sections 5 and 13.7; RFC 7590): trust, the client
 * certificate, and exceptions that are less safe than the default.
 */
@NullMarked
package im.linnet.tls;

import org.jspecify.annotations.NullMarked;
