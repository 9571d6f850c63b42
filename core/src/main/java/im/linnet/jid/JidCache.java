package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the addresses that a session meets again and again, so that each stanza's {@code from}
 * and {@code to} is not parsed anew.
 *
 * <p>Bounded: a fixed number of places, one for each address; a newer address takes the place of
 * the one that was there. A session owns its cache and both end together. Any thread may use it
 * without a lock: a place holds an immutable {@link Jid} or nothing, and whoever reads an old one
 * parses once more.
 */
public final class JidCache {

  /** Longer ones are parsed each time, so that strangers can't fill the memory with them. */
  private static final int MAX_LENGTH = 256;

  private final @Nullable Jid[] places;

  /**
   * An empty cache.
   *
   * @param capacity how many addresses it may hold
   * @throws IllegalArgumentException if {@code capacity} is not 1 to 65536
   */
  public JidCache(int capacity) {
    if (capacity < 1 || capacity > 65_536) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1 to 65536)");
    }
    this.places = new @Nullable Jid[capacity];
  }

  /**
   * The address that {@link Jid#received(String)} gives, perhaps one given before.
   *
   * @param text the address
   * @return the address
   * @throws InvalidJidException if {@code text} is none
   */
  public Jid of(String text) {
    int hash = text.hashCode();
    int place = Math.floorMod(hash ^ (hash >>> 16), places.length);
    Jid known = places[place];
    if (known != null && known.toString().equals(text)) {
      return known;
    }
    Jid jid = Jid.received(text);
    // Only what is spelt as it came: servers send nothing else, and then the Jid is its own key.
    if (text.length() <= MAX_LENGTH && jid.toString().equals(text)) {
      places[place] = jid;
    }
    return jid;
  }
}
