package im.linnet.gateway;

import im.linnet.jid.Jid;

/**
 * A change of a gateway's state.
 *
 * @param gateway its address
 * @param before its state before
 * @param now its state now
 */
public record GatewayChange(Jid gateway, GatewayState before, GatewayState now) {}
