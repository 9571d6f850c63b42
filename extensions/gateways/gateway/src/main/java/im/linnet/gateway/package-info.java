/**
 * Gateway Interaction (XEP-0100): {@link im.linnet.gateway.Gateways} finds gateways to other
 * networks, follows their state, signs on and off, and asks them for the addresses of contacts.
 * {@link im.linnet.gateway.EscapedName} is JID Escaping (XEP-0106).
 */
@NullMarked
package im.linnet.gateway;

import org.jspecify.annotations.NullMarked;
