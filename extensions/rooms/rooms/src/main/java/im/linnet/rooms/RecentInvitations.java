package im.linnet.rooms;

import im.linnet.ClientContext;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rooms that the user was invited to within the last minute: of several invitations to a room
 * only one is reported (XEP-0249, section 4). Bounded: the oldest are forgotten first. Called in
 * order with the client's callbacks.
 */
final class RecentInvitations {

  private static final int LIMIT = 64;
  private static final Duration TIME = Duration.ofMinutes(1);

  private final Map<Jid, Subscription> timers = new LinkedHashMap<>();

  /** {@return whether this is the first invitation to the room} */
  boolean add(Jid room, ClientContext context) {
    if (timers.containsKey(room)) {
      return false;
    }
    timers.put(room, context.after(TIME, () -> timers.remove(room)));
    if (timers.size() > LIMIT) {
      Iterator<Subscription> oldest = timers.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    return true;
  }
}
