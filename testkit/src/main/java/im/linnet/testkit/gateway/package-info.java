/**
 * A stand-in for a gateway to a legacy network, as an external component (XEP-0114) of any XMPP
 * server. It behaves on the wire as PyMSNt 0.11, which is gone together with its network: XEP-0077,
 * XEP-0100, XEP-0022, XEP-0054, XEP-0153, XEP-0045 as “groupchat 1.0”, roster-subsync, XEP-0144.
 *
 * <p>Starting points: {@link im.linnet.testkit.gateway.GatewayService} starts it and gives access
 * to persons of the legacy network ({@link im.linnet.testkit.gateway.GatewayContact}), to users
 * ({@link im.linnet.testkit.gateway.GatewayUser}) and rooms ({@link
 * im.linnet.testkit.gateway.GatewayRoom}). {@link im.linnet.testkit.gateway.GatewaySettings} and
 * {@link im.linnet.testkit.gateway.GatewayFault} change its behaviour, also while it runs. {@link
 * im.linnet.testkit.gateway.GatewayEvent} is what users did, to wait for instead of sleeping.
 *
 * <pre>{@code
 * try (GatewayService gateway =
 *     GatewayService.builder()
 *         .server(new InetSocketAddress("127.0.0.1", 5347))
 *         .domain("gateway.localhost")
 *         .secret("secret")
 *         .start()) {
 *   // juliet signs in at the server, registers with the gateway and sends it her presence
 *   gateway.user("juliet@localhost").await(GatewayEvent.Ready.class);
 *   gateway.contact("ann@hotmail.com").write("juliet@localhost", "Hello");
 *   gateway.contact("ann@hotmail.com").state(LegacyState.BUSY, "In a meeting");
 * }
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.gateway;

import org.jspecify.annotations.NullMarked;
