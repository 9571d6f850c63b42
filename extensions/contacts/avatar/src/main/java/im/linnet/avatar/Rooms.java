package im.linnet.avatar;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says whether the sender of a presence is an occupant of a room, who has an avatar of its own at
 * its full address. Its presence is marked (XEP-0045, section 7.2.2) and the user has sent presence
 * there; a mark alone could be set by anybody. Safe for use by any thread.
 */
final class Rooms {

  private static final String MARK = "http://jabber.org/protocol/muc#user";

  private final Predicate<? super Jid> known;
  private final int size;
  private final Set<Jid> visited = new LinkedHashSet<>();

  Rooms(Predicate<? super Jid> known, int size) {
    this.known = known;
    this.size = size;
  }

  /** Notes that the user sends presence to an address. */
  synchronized void visited(Jid address) {
    Jid bare = address.bare();
    visited.remove(bare);
    visited.add(bare);
    if (visited.size() > size) {
      visited.remove(visited.iterator().next());
    }
  }

  boolean isOccupant(Presence presence, Jid from) {
    return from.isFull()
        && ((presence.element().child("x", MARK) != null && isVisited(from.bare()))
            || known.test(from.bare()));
  }

  private synchronized boolean isVisited(Jid bare) {
    return visited.contains(bare);
  }
}
