package im.linnet.repeats;

import java.util.Arrays;

/**
 * Recently seen things, as pairs of numbers: the identity of a thing and its look. A ring in the
 * order of arrival, with a hash table into it. Starts small and grows to its limit; 24 bytes a
 * thing. Not thread-safe.
 */
final class Sightings {

  /** The largest limit. */
  static final int MAX = 1 << 15;

  private static final int FIRST = 16;
  private static final long DIFFERS = 0;

  /** An even number, because every look is odd. */
  private static final long FORGOTTEN = 2;

  private final int limit;
  private final int keepSeconds;
  private long[] things;
  private long[] looks;
  private int[] times;

  /** Positions in the ring plus one; 0 for none. Twice as long as the ring. */
  private char[] table;

  private int first;
  private int size;

  /**
   * Creates an empty memory.
   *
   * @param limit how many to remember, 1 to {@link #MAX}
   * @param keepSeconds how long to remember, in seconds
   */
  Sightings(int limit, int keepSeconds) {
    this.limit = limit;
    this.keepSeconds = keepSeconds;
    things = new long[FIRST];
    looks = new long[FIRST];
    times = new int[FIRST];
    table = new char[2 * FIRST];
  }

  /**
   * Looks up a thing and remembers it. A thing that was seen with two looks is never a repetition.
   *
   * @param thing its identity; the upper half identifies the owner
   * @param look its look, an odd number
   * @param now the time in seconds, never decreasing
   * @return whether it was seen recently, and only with this look
   */
  boolean isRepeated(long thing, long look, int now) {
    while (size > 0 && now - times[first] >= keepSeconds) {
      removeFirst();
    }
    int found = table[slot(thing)] - 1;
    if (found < 0) {
      add(thing, look, now);
      return false;
    }
    // A forgotten thing moves among older ones, which may outlive their time because of it.
    if (looks[found] == FORGOTTEN || now - times[found] >= keepSeconds) {
      looks[found] = look;
      times[found] = now;
      return false;
    }
    if (looks[found] != look) {
      looks[found] = DIFFERS;
    }
    return looks[found] == look;
  }

  /** Forgets all things of one owner. */
  void forget(int owner) {
    for (int i = 0; i < size; i++) {
      int place = (first + i) & (things.length - 1);
      if ((int) (things[place] >>> 32) == owner) {
        looks[place] = FORGOTTEN;
      }
    }
  }

  int size() {
    return size;
  }

  /** The slot of a thing in the table, or the empty slot where it belongs. */
  private int slot(long thing) {
    int slot = home(thing);
    while (table[slot] != 0 && things[table[slot] - 1] != thing) {
      slot = next(slot);
    }
    return slot;
  }

  private int home(long thing) {
    return (int) (thing ^ (thing >>> 32)) & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  private void add(long thing, long look, int now) {
    if (size == limit) {
      removeFirst();
    } else if (size == things.length) {
      grow();
    }
    int place = (first + size) & (things.length - 1);
    things[place] = thing;
    looks[place] = look;
    times[place] = now;
    table[slot(thing)] = (char) (place + 1);
    size++;
  }

  private void removeFirst() {
    free(slot(things[first]));
    first = (first + 1) & (things.length - 1);
    size--;
  }

  /** Empties a slot, and moves back what was displaced because the slot was taken. */
  private void free(int slot) {
    int hole = slot;
    for (int at = next(slot); table[at] != 0; at = next(at)) {
      int home = home(things[table[at] - 1]);
      int mask = table.length - 1;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = table[at];
        hole = at;
      }
    }
    table[hole] = 0;
  }

  /**
   * Doubles the ring. It is always full here, so what is before the oldest goes behind the newest.
   */
  private void grow() {
    int was = size;
    things = Arrays.copyOf(things, 2 * was);
    looks = Arrays.copyOf(looks, 2 * was);
    times = Arrays.copyOf(times, 2 * was);
    System.arraycopy(things, 0, things, was, first);
    System.arraycopy(looks, 0, looks, was, first);
    System.arraycopy(times, 0, times, was, first);
    table = new char[4 * was];
    for (int i = 0; i < was; i++) {
      int place = first + i;
      table[slot(things[place])] = (char) (place + 1);
    }
  }
}
