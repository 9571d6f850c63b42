package im.linnet.gateway;

import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import org.jspecify.annotations.Nullable;

/**
 * The user's relation to a gateway, as the roster and the gateway's presence show it.
 *
 * <pre>
 *   Known       -- expect() --&gt;                     Registering
 *   Registering -- its subscription is answered --&gt; Registered
 *   Registered  -- its available presence --&gt;       SignedOn
 *   SignedOn    -- its unavailable presence --&gt;     Registered
 *   Registered, SignedOn -- no subscription is left --&gt; Gone
 * </pre>
 */
public sealed interface GatewayState {

  /** The gateway was found; the user has no registration that is known here. */
  record Known() implements GatewayState {}

  /** {@link Gateways#expect} was called; the gateway has not sent its subscription yet. */
  record Registering() implements GatewayState {}

  /**
   * The user is registered, because there is a subscription between the two, and not signed on.
   *
   * @param failure why the gateway can't be reached or has refused to sign on, such as {@code
   *     not-authorized} for a wrong password; null if nothing is known
   */
  record Registered(@Nullable StanzaError failure) implements GatewayState {}

  /**
   * The gateway has signed on to its network for the user.
   *
   * @param presence its latest presence; show and status are those of the user on that network
   */
  record SignedOn(Presence presence) implements GatewayState {}

  /** The registration has ended: there is no subscription any more. */
  record Gone() implements GatewayState {}
}
