package im.linnet.roster;

import im.linnet.jid.Jid;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addressees of unanswered subscription requests. Bounded, because nobody has to answer: the
 * oldest is forgotten first. Safe for use by any thread.
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

  /** Removes an answered request; returns whether there was one. */
  synchronized boolean over(Jid from) {
    return open.remove(from.bare());
  }
}
