/**
 * Stand-ins for the network between a client and a server: a line that breaks on cue, and SOCKS5
 * (RFC 1928) and HTTP CONNECT (RFC 9110, section 9.3.6) proxies. All on loopback.
 */
@NullMarked
package im.linnet.testkit.net;

import org.jspecify.annotations.NullMarked;
