package im.linnet.groupchat1;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The invitations that are open, one for each room, with the timers that end them. Bounded: the
 * oldest is dropped first. Safe for use by any thread.
 */
final class OpenInvitations {

  private record Open(RoomInvitation invitation, Subscription timer) {}

  private final int limit;
  private final Map<Jid, Open> open = new LinkedHashMap<>();

  OpenInvitations(int limit) {
    this.limit = limit;
  }

  /**
   * Keeps an invitation, unless there is one to this room already.
   *
   * @param invitation the invitation
   * @param timer starts the timer that ends it
   * @return whether it is kept
   */
  synchronized boolean add(
      RoomInvitation invitation, Function<RoomInvitation, Subscription> timer) {
    if (open.containsKey(invitation.room())) {
      return false;
    }
    open.put(invitation.room(), new Open(invitation, timer.apply(invitation)));
    if (open.size() > limit) {
      remove(open.keySet().iterator().next());
    }
    return true;
  }

  /** Removes the invitation to a room; returns null if there was none. */
  synchronized @Nullable RoomInvitation remove(Jid room) {
    Open one = open.remove(room);
    if (one == null) {
      return null;
    }
    one.timer.close();
    return one.invitation;
  }

  /** Removes exactly this invitation; false if it is no longer open. */
  synchronized boolean remove(RoomInvitation invitation) {
    Open one = open.get(invitation.room());
    return one != null && one.invitation.equals(invitation) && remove(invitation.room()) != null;
  }

  synchronized List<RoomInvitation> all() {
    return open.values().stream().map(Open::invitation).toList();
  }

  /** Removes all; returns them. */
  synchronized List<RoomInvitation> removeAll() {
    List<RoomInvitation> all = all();
    all.forEach(invitation -> remove(invitation.room()));
    return all;
  }
}
