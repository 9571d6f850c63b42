package im.linnet.registration;

import im.linnet.jid.Jid;

/** A change of the user's registrations that this client has made. */
public sealed interface RegistrationEvent {

  /** {@return the address of the service} */
  Jid service();

  /**
   * The user has been registered with a service, or has changed the registration. A gateway now
   * asks to see the user's presence (XEP-0100, section 4.1.1).
   *
   * @param service the service
   */
  record Registered(Jid service) implements RegistrationEvent {}

  /**
   * The registration with a service has been cancelled.
   *
   * @param service the service
   */
  record Removed(Jid service) implements RegistrationEvent {}
}
