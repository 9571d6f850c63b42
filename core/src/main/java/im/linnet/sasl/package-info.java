/**
 * Simple Authentication and Security Layer as XMPP uses it (RFC 4422; RFC 6120, section 6): the
 * mechanisms, their order of preference, and the interfaces for custom mechanisms.
 */
@NullMarked
package im.linnet.sasl;

import org.jspecify.annotations.NullMarked;
