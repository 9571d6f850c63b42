package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/**
 * A cache of addresses, so that the {@code from} and {@code to} of each stanza need not be parsed
 * again.
 *
 * <p>Bounded: it has a fixed number of slots, one for each address, and a newer address replaces
 * the one in its slot. A session owns its cache, and both end together. Safe for use by any thread
 * without a lock: a slot holds an immutable {@link Jid} or nothing, and a thread that sees an old
 * value parses once more.
 */
public final class JidCache {

  /** Longer addresses are not cached, so that strangers can't fill the memory with them. */
  private static final int MAX_LENGTH = 256;

  private static final Jid[] NONE = {};

  private final int capacity;
  private @Nullable Jid[] places = NONE;

  /**
   * An empty cache.
   *
   * @param capacity the maximum number of addresses
   * @throws IllegalArgumentException if {@code capacity} is not 1 to 65536
   */
  public JidCache(int capacity) {
    if (capacity < 1 || capacity > 65_536) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1 to 65536)");
    }
    this.capacity = capacity;
  }

  /**
   * The address that {@link Jid#received(String)} returns, possibly a cached instance.
   *
   * @param text the address
   * @return the address
   * @throws InvalidJidException if {@code text} is none
   */
  public Jid of(String text) {
    @Nullable Jid[] now = places;
    if (now.length == 0) {
      now = new @Nullable Jid[capacity];
      places = now;
    }
    int hash = text.hashCode();
    int place = Math.floorMod(hash ^ (hash >>> 16), now.length);
    Jid known = now[place];
    if (known != null && known.toString().equals(text)) {
      return known;
    }
    Jid jid = Jid.received(text);
    // Only addresses that were in prepared form: servers send no others, and then the Jid is its
    // own key.
    if (text.length() <= MAX_LENGTH && jid.toString().equals(text)) {
      now[place] = jid;
    }
    return jid;
  }

  /** Gives back the memory; addresses that come again are parsed again. */
  public void forget() {
    places = NONE;
  }
}
