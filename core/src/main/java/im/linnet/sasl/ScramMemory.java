package im.linnet.sasl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that servers have accepted, so that signing in again costs no key derivation (RFC 5802,
 * section 3, allows for it). It belongs to one password, so a changed password never meets the keys
 * of the old one. Safe for all threads; what goes in and what comes out are copies.
 */
final class ScramMemory {

  /** For how many derivations there is room: a password serves few accounts, each at one server. */
  static final int MAX_KEYS = 16;

  /** The longest salt that is remembered; servers have 16 to 64 bytes. */
  static final int MAX_SALT = 256;

  /**
   * All that keys depend on but the password; what differs in anything is derived anew.
   *
   * @param hash the member of the family
   * @param domain the account's domain, which is the server's identity
   * @param user the prepared user name
   * @param salt the server's salt, not to be changed any more
   * @param iterations the server's iteration count
   */
  record Derivation(ScramHash hash, String domain, String user, ByteBuffer salt, int iterations) {}

  private record Known(Derivation derivation, ScramKeys keys) {}

  /** The oldest first. So few that looking through them all is quicker than hashing a key. */
  private final List<Known> known = new ArrayList<>();

  private final int capacity;

  private ScramMemory(int capacity) {
    this.capacity = capacity;
  }

  /** An empty memory. */
  static ScramMemory create() {
    return new ScramMemory(MAX_KEYS);
  }

  /** A memory that keeps nothing. */
  static ScramMemory none() {
    return new ScramMemory(0);
  }

  /** The keys, to be wiped by the caller; or null if they have to be derived. */
  synchronized @Nullable ScramKeys recall(Derivation derivation) {
    int index = indexOf(derivation);
    return index < 0 ? null : known.get(index).keys.copy();
  }

  private int indexOf(Derivation derivation) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).derivation.equals(derivation)) {
        return i;
      }
    }
    return -1;
  }

  /** Keeps keys by which both sides have proved themselves; the oldest go if there are too many. */
  synchronized void keep(Derivation derivation, ScramKeys keys) {
    if (capacity == 0 || derivation.salt().remaining() > MAX_SALT) {
      return;
    }
    forget(derivation);
    known.add(new Known(derivation, keys.copy()));
    if (known.size() > capacity) {
      known.remove(0).keys.wipe();
    }
  }

  /** Drops keys that a server has refused. */
  synchronized void forget(Derivation derivation) {
    int index = indexOf(derivation);
    if (index >= 0) {
      known.remove(index).keys.wipe();
    }
  }

  /** Drops all keys. */
  synchronized void clear() {
    known.forEach(kept -> kept.keys.wipe());
    known.clear();
  }

  /** Shows how many keys there are, none of them. */
  @Override
  public synchronized String toString() {
    return "ScramMemory[" + known.size() + "]";
  }
}
