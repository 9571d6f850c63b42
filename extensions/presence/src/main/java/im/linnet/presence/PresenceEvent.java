package im.linnet.presence;

import im.linnet.stanza.Presence;

/** What presence told. */
public sealed interface PresenceEvent {

  /**
   * A contact's resource is available, or says something new about itself.
   *
   * @param presence what it says; its sender is not null
   */
  record Available(Presence presence) implements PresenceEvent {}

  /**
   * A contact's resource is no longer available; if the sender is a bare address, none is. It may
   * be one that was never heard of.
   *
   * @param presence what it says; its sender is not null. If it is of type error, a presence sent
   *     there came back, and {@link Presence#error()} says why the contact can't be reached
   */
  record Unavailable(Presence presence) implements PresenceEvent {}

  /**
   * The server has sent this client's own presence back, as it does to all of the user's resources
   * (RFC 6121, section 4.2.2): it has been broadcast.
   *
   * @param presence what was said
   */
  record Own(Presence presence) implements PresenceEvent {}

  /** The stream is over, so nobody's presence is known any more; told once, for all. */
  record Forgotten() implements PresenceEvent {}
}
