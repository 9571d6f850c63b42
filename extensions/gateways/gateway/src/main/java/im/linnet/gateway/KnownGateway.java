package im.linnet.gateway;

import im.linnet.gateway.GatewayState.Gone;
import im.linnet.gateway.GatewayState.Known;
import im.linnet.gateway.GatewayState.Registered;
import im.linnet.gateway.GatewayState.Registering;
import im.linnet.gateway.GatewayState.SignedOn;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one domain from which its state follows.
 *
 * @param gateway what it says about itself, or null if it was not asked
 * @param registration whether its subscription is expected or was answered
 * @param subscribed whether the roster shows a subscription in either direction
 * @param ended whether there was a subscription that has ended
 * @param presence its presence, or null if it is not available
 * @param failure why it is not, or null
 */
record KnownGateway(
    @Nullable Gateway gateway,
    Registration registration,
    boolean subscribed,
    boolean ended,
    @Nullable Presence presence,
    @Nullable StanzaError failure) {

  static final KnownGateway NEW =
      new KnownGateway(null, Registration.NONE, false, false, null, null);

  /** Where a registration by this program is. */
  enum Registration {
    /** There is none, or it is over. */
    NONE,
    /** The gateway's subscription request is expected. */
    EXPECTED,
    /** The request was answered; the roster does not show it yet. */
    ANSWERED
  }

  KnownGateway found(Gateway found) {
    return new KnownGateway(found, registration, subscribed, ended, presence, failure);
  }

  KnownGateway registration(Registration now) {
    boolean over = ended && now == Registration.NONE;
    return new KnownGateway(gateway, now, subscribed, over, presence, failure);
  }

  KnownGateway subscribed(boolean now) {
    Registration still =
        now && registration == Registration.ANSWERED ? Registration.NONE : registration;
    boolean over = !now && (ended || subscribed);
    return new KnownGateway(gateway, still, now, over, now ? presence : null, failure);
  }

  KnownGateway available(Presence now) {
    return new KnownGateway(gateway, registration, subscribed, ended, now, null);
  }

  /** Keeps the reason that came before the plain unavailable presence, as PyMSNt sends both. */
  KnownGateway unavailable(@Nullable StanzaError why) {
    return new KnownGateway(
        gateway, registration, subscribed, ended, null, why == null ? failure : why);
  }

  /** Nothing of an earlier stream or attempt holds any more. */
  KnownGateway forgotten() {
    return new KnownGateway(gateway, registration, subscribed, ended, null, null);
  }

  boolean isRegistering() {
    return registration != Registration.NONE;
  }

  /** Whether anything would be lost by forgetting it. */
  boolean isNeeded() {
    return gateway != null || isRegistering() || subscribed || ended;
  }

  GatewayState state() {
    if (presence != null) {
      return new SignedOn(presence);
    } else if (subscribed) {
      return new Registered(failure);
    } else if (isRegistering()) {
      return new Registering();
    }
    return ended ? new Gone() : new Known();
  }
}
