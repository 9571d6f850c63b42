package im.linnet.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The occupants of a room by nickname: a hash table with open addressing, which needs no entry
 * objects. Bounded in number here and in bytes by the budget of all rooms. Safe for use by any
 * thread.
 */
final class OccupantTable {

  private static final int SMALLEST = 8;

  private final int limit;
  private final OccupantBudget budget;
  private @Nullable Occupant[] places = new @Nullable Occupant[SMALLEST];
  private int size;
  private long unlisted;

  OccupantTable(int limit, OccupantBudget budget) {
    this.limit = limit;
    this.budget = budget;
  }

  synchronized @Nullable Occupant get(String nick) {
    return places[place(nick)];
  }

  /** Adds or replaces. {@return whether there was room for it} */
  synchronized boolean put(Occupant occupant) {
    int place = place(occupant.nick());
    Occupant before = places[place];
    if (before != null) {
      budget.release(before.weight());
    }
    boolean fits = before != null || size < limit;
    if (!fits || !budget.reserve(occupant.weight())) {
      unlisted++;
      if (before != null) {
        delete(place);
      }
      return false;
    }
    places[place] = occupant;
    if (before == null) {
      size++;
      growIfNeeded();
    }
    return true;
  }

  synchronized @Nullable Occupant remove(String nick) {
    int place = place(nick);
    Occupant removed = places[place];
    if (removed != null) {
      budget.release(removed.weight());
      delete(place);
    }
    return removed;
  }

  synchronized void clear() {
    for (Occupant occupant : places) {
      if (occupant != null) {
        budget.release(occupant.weight());
      }
    }
    places = new @Nullable Occupant[SMALLEST];
    size = 0;
  }

  synchronized int size() {
    return size;
  }

  /** How often an occupant did not fit. */
  synchronized long unlisted() {
    return unlisted;
  }

  synchronized List<Occupant> all() {
    List<Occupant> all = new ArrayList<>(size);
    for (Occupant occupant : places) {
      if (occupant != null) {
        all.add(occupant);
      }
    }
    return List.copyOf(all);
  }

  /** The place of a nickname, or the free one where it belongs. */
  private int place(String nick) {
    int place = home(nick);
    for (Occupant at = places[place]; at != null && !at.nick().equals(nick); at = places[place]) {
      place = next(place);
    }
    return place;
  }

  private int home(String nick) {
    int hash = nick.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (places.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }

  /** Frees a place and moves those behind it up, so that no search ends too early. */
  private void delete(int place) {
    int free = place;
    places[free] = null;
    size--;
    int probe = next(free);
    for (Occupant at = places[probe]; at != null; at = places[probe]) {
      int home = home(at.nick());
      boolean stays = free <= probe ? free < home && home <= probe : free < home || home <= probe;
      if (!stays) {
        places[free] = at;
        places[probe] = null;
        free = probe;
      }
      probe = next(probe);
    }
  }

  private void growIfNeeded() {
    if (size * 4 <= places.length * 3) {
      return;
    }
    @Nullable Occupant[] before = places;
    places = new @Nullable Occupant[before.length * 2];
    for (Occupant occupant : before) {
      if (occupant != null) {
        places[place(occupant.nick())] = occupant;
      }
    }
  }
}
