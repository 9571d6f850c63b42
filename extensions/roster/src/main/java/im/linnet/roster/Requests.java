package im.linnet.roster;

import im.linnet.jid.Jid;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * To whom requests to see presence were sent that are not answered: so many at most, the oldest is
 * forgotten first, as nobody need answer. Safe for use by any thread.
 */
final class Requests {

  private static final int MAX = 256;

  private final Set<Jid> open = new LinkedHashSet<>();

  synchronized void begin(Jid to) {
    open.add(to.bare());
    if (open.size() > MAX) {
      open.remove(open.iterator().next());
    }
  }

  /** A request was answered; tells whether there was one. */
  synchronized boolean over(Jid from) {
    return open.remove(from.bare());
  }
}
