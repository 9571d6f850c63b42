package im.linnet.presence;

import im.linnet.jid.Jid;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The invitations that wait for an answer. If there are too many the oldest is dropped: the server
 * keeps all of them and sends them again at the next sign-in.
 */
final class Invitations {

  private final int limit;
  private final Map<Jid, Invitation> pending = new LinkedHashMap<>();

  Invitations(int limit) {
    this.limit = limit;
  }

  /**
   * Keeps an invitation; returns whether it is new. It is not new if the server repeats it, with
   * its text or, as some servers do, without.
   */
  synchronized boolean add(Invitation invitation) {
    Invitation known = pending.get(invitation.from());
    Invitation latest = known == null ? invitation : known.updated(invitation);
    if (latest.equals(known)) {
      return false;
    }
    pending.put(latest.from(), latest);
    if (pending.size() > limit) {
      Iterator<Jid> oldest = pending.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  synchronized void remove(Jid from) {
    pending.remove(from);
  }

  synchronized List<Invitation> all() {
    return List.copyOf(pending.values());
  }
}
