/**
 * Peers to test an XMPP client against: scripted, stand-in and real. Nothing here uses Linnet's own
 * parser, so it can't share its bugs.
 */
@NullMarked
package im.linnet.testkit;

import org.jspecify.annotations.NullMarked;
