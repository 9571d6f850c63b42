package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;

/** The end of a registration, whatever caused it. */
final class Registrations {
  private Registrations() {}

  /** Ends the session and forgets the user; does nothing if the user is not registered. */
  static void end(Site site, Account account, Unregistered.Cause cause) {
    if (account.credentials() == null) {
      return;
    }
    Session session = site.session(account.jid());
    if (session != null) {
      session.end(SignedOff.Cause.UNREGISTERED);
    }
    account.unregister();
    site.events().add(new Unregistered(account.jid(), cause));
  }
}
