package im.linnet.groupchat1;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The occupants of a room, in the order of their arrival. Bounded: more are not listed. Safe for
 * use by any thread.
 */
final class Occupants {

  /** What a presence changed. */
  enum Change {
    ARRIVED,
    CHANGED,
    UNCHANGED,
    /** The list is full. */
    UNLISTED
  }

  private final int limit;
  private final Map<Jid, Occupant> occupants = new LinkedHashMap<>();

  Occupants(int limit) {
    this.limit = limit;
  }

  synchronized Change put(Occupant occupant) {
    Occupant before = occupants.get(occupant.address());
    if (before == null && occupants.size() >= limit) {
      return Change.UNLISTED;
    }
    occupants.put(occupant.address(), occupant);
    if (before == null) {
      return Change.ARRIVED;
    }
    return before.equals(occupant) ? Change.UNCHANGED : Change.CHANGED;
  }

  synchronized @Nullable Occupant remove(Jid address) {
    return occupants.remove(address);
  }

  synchronized List<Occupant> all() {
    return List.copyOf(occupants.values());
  }

  synchronized void clear() {
    occupants.clear();
  }
}
