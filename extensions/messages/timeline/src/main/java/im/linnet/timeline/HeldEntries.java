package im.linnet.timeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries that arrive while the archive is being read: at most {@value #MAX}, and {@value
 * #MAX_WEIGHT} characters. For one thread at a time.
 */
final class HeldEntries {

  static final int MAX = 1000;
  static final long MAX_WEIGHT = 4L << 20;

  /** Whether some were left out, which the archive has to be read again for. */
  enum Room {
    ENOUGH,
    EXCEEDED
  }

  private List<TimelineEntry> entries = new ArrayList<>();
  private long weight;
  private Room room = Room.ENOUGH;

  /** Keeps an entry. If there is no room, all are left to the archive. */
  void add(TimelineEntry entry) {
    weight += entry.message().element().weight();
    if (entries.size() == MAX || weight > MAX_WEIGHT) {
      room = Room.EXCEEDED;
      entries.clear();
      weight = 0;
    } else {
      entries.add(entry);
    }
  }

  Room room() {
    return room;
  }

  /** Begins again with those that arrive while the archive is read once more. */
  void clear() {
    take();
  }

  /** {@return all of them, which are no longer held} */
  List<TimelineEntry> take() {
    List<TimelineEntry> all = entries;
    entries = new ArrayList<>();
    weight = 0;
    room = Room.ENOUGH;
    return all;
  }
}
