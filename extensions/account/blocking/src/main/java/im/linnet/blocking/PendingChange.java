package im.linnet.blocking;

import im.linnet.jid.Jid;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A request under way, and what was pushed since it was sent. Used under the lock of its {@link
 * BlockList}.
 */
final class PendingChange {

  /** Which addresses were blocked (true) or unblocked (false) last. */
  private final Map<Jid, Boolean> pushed = new HashMap<>();

  private long characters;
  private boolean cleared;
  private boolean missed;

  /** Records a push. Beyond the limits of the list it is only noted that something is missing. */
  void record(Jid jid, boolean block) {
    int length = pushed.containsKey(jid) ? 0 : jid.toString().length();
    if (pushed.size() >= BlockList.MOST || characters + length > BlockList.MOST_CHARACTERS) {
      missed = true;
    } else {
      pushed.put(jid, block);
      characters += length;
    }
  }

  /** Records a push that unblocks all. */
  void clear() {
    pushed.clear();
    characters = 0;
    cleared = true;
  }

  /** Whether a push since has said whether an address is blocked. */
  boolean knows(Jid jid) {
    return cleared || pushed.containsKey(jid);
  }

  /** Whether more was pushed than could be recorded. */
  boolean missed() {
    return missed;
  }

  /** The answer to this request with the pushes applied to it. */
  Set<Jid> over(Collection<Jid> answered) {
    Set<Jid> now = new LinkedHashSet<>();
    if (!cleared) {
      now.addAll(answered);
    }
    pushed.forEach(
        (jid, block) -> {
          if (block) {
            now.add(jid);
          } else {
            now.remove(jid);
          }
        });
    return now;
  }
}
