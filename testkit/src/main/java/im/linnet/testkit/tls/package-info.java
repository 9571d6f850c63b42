/**
 * Certificates generated at run time, valid ones and invalid ones of many kinds, with the
 * identifiers that XMPP uses (RFC 6120, section 13.7.1; RFC 4985; RFC 9525). Not fit for real use:
 * the keys live as long as the test.
 */
@NullMarked
package im.linnet.testkit.tls;

import org.jspecify.annotations.NullMarked;
