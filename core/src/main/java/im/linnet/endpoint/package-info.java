/**
 * Where a service is and how to reach it: endpoints ({@link im.linnet.endpoint.Endpoint}), DNS
 * servers (RFC 1035) and proxies (RFC 1928, RFC 9110 section 9.3.6). Nothing here opens a socket.
 */
@NullMarked
package im.linnet.endpoint;

import org.jspecify.annotations.NullMarked;
