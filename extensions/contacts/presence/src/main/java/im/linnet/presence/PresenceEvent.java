package im.linnet.presence;

import im.linnet.stanza.Presence;

/** An event of {@link Presences#onChange}. */
public sealed interface PresenceEvent {

  /**
   * A contact's resource is available, or has changed its presence.
   *
   * @param presence its presence; the sender is not null
   */
  record Available(Presence presence) implements PresenceEvent {}

  /**
   * A contact's resource is no longer available; if the sender is a bare address, none is. The
   * resource may not have been known before.
   *
   * @param presence its presence; the sender is not null. If it is of type error, a presence sent
   *     there came back, and {@link Presence#error()} says why the contact can't be reached
   */
  record Unavailable(Presence presence) implements PresenceEvent {}

  /**
   * The server has sent this client's own presence back, as it does to all of the user's resources
   * (RFC 6121, section 4.2.2): it has been broadcast.
   *
   * @param presence the presence that was sent
   */
  record Own(Presence presence) implements PresenceEvent {}

  /** The stream has ended, so no presence is known any more; one event for all contacts. */
  record Forgotten() implements PresenceEvent {}
}
