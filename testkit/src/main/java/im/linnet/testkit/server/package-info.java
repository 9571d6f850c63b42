/**
 * Real XMPP servers as child processes of a test: generated configuration, certificate and data
 * folder in a temporary directory, free loopback ports, and nothing left when the test run ends,
 * even when it is killed. They need Debian's packages (or the like) on this machine; each type says
 * which, and can be asked beforehand.
 */
@NullMarked
package im.linnet.testkit.server;

import org.jspecify.annotations.NullMarked;
