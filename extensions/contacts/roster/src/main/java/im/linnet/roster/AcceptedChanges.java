package im.linnet.roster;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of items that the server has accepted, and whose pushes have not been handled yet: the
 * answer to a change and its push come in any order, and the next change builds on this one. The
 * push ends the entry, as it says what the server has now. Bounded: the oldest is forgotten first.
 * Safe for use by any thread.
 */
final class AcceptedChanges {

  private static final int MOST = 256;

  private record Change(Contact item, boolean accepted) {}

  private final Map<Jid, Change> changes = new LinkedHashMap<>();

  synchronized void sent(Contact item) {
    changes.put(item.jid(), new Change(item, false));
    if (changes.size() > MOST) {
      changes.remove(changes.keySet().iterator().next());
    }
  }

  /** Notes the answer, unless a push or a later change of this item has come meanwhile. */
  @SuppressWarnings("ReferenceEquality") // the same change, not an equal one
  synchronized void accepted(Contact item) {
    changes.computeIfPresent(
        item.jid(), (jid, change) -> change.item() == item ? new Change(item, true) : change);
  }

  /** The item as it was changed last, or null if the roster as known here is as new. */
  synchronized @Nullable Contact get(Jid jid) {
    Change change = changes.get(jid);
    return change != null && change.accepted() ? change.item() : null;
  }

  /** Forgets the change of an item: a push or a later change says more. */
  synchronized void forget(Jid jid) {
    changes.remove(jid);
  }

  synchronized void clear() {
    changes.clear();
  }
}
