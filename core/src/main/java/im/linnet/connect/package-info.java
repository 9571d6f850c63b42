/**
 * What users set about the way to a service: which DNS servers to ask (RFC 1035) and which proxy to
 * go through (RFC 1928, RFC 9110 section 9.3.6). Nothing here opens a socket.
 */
@NullMarked
package im.linnet.connect;

import org.jspecify.annotations.NullMarked;
