package im.linnet.fleet.session;

/**
 * Makes sessions. The usual one builds an {@link im.linnet.XmppClient}; another one can stand in
 * for it, such as in a test of how a program behaves in a fleet.
 */
@FunctionalInterface
public interface SessionFactory {

  /**
   * Makes a session, without connecting it. Called on a thread of the fleet; must not block.
   *
   * @param setup what the session must use
   * @return the session
   */
  FleetSession create(SessionSetup setup);
}
