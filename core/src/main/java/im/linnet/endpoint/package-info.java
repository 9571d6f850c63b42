/**
 * Where a service is and how to get there: the places to connect to ({@link
 * im.linnet.endpoint.Endpoint}), the DNS servers to ask (RFC 1035) and the proxy to go through (RFC
 * 1928, RFC 9110 section 9.3.6). Nothing here opens a socket.
 */
@NullMarked
package im.linnet.endpoint;

import org.jspecify.annotations.NullMarked;
