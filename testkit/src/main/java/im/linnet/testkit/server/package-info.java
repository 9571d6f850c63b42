/**
 * Real XMPP servers as child processes of a test: generated configuration, certificate and data
 * folder in a temporary directory, and free loopback ports. Nothing is left when the test run ends,
 * even if it is killed. They need Debian's packages (or the like) on this machine; each type names
 * its packages and can be asked in advance whether they are there.
 */
@NullMarked
package im.linnet.testkit.server;

import org.jspecify.annotations.NullMarked;
