package im.linnet.groupchat1;

import im.linnet.failure.RefusedException;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;

/** Checks addresses of rooms of gateways. */
final class Place {

  private Place() {}

  /**
   * Whether an address can be that of a room: it has a localpart without a percent sign. With one
   * it is a contact, and without a localpart the gateway itself.
   */
  static boolean isRoom(Jid address) {
    String local = address.local();
    return address.isBare() && local != null && local.indexOf('%') < 0;
  }

  /** The address of a user in a room; throws RefusedException if there is none. */
  static Jid occupant(Jid room, String nick) {
    if (!isRoom(room)) {
      throw new RefusedException(
          room + " is not a room of a gateway (expected: name@gateway, without % and resource)");
    }
    try {
      return room.withResource(nick);
    } catch (InvalidJidException unusable) {
      throw new RefusedException(
          "The nickname can't be used in a room: %s Choose another"
              .formatted(unusable.getMessage()));
    }
  }
}
