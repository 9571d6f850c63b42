/**
 * Simple Authentication and Security Layer as XMPP uses it (RFC 4422; RFC 6120, section 6): the
 * mechanisms, the order in which they are preferred, and what a mechanism of one's own has to be.
 */
@NullMarked
package im.linnet.sasl;

import org.jspecify.annotations.NullMarked;
