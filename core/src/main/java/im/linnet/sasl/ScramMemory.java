package im.linnet.sasl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of keys that servers have accepted, which saves key derivations (allowed by RFC 5802,
 * section 3). It belongs to one password, so that keys of an old password are never used with a new
 * one. Thread-safe; keys are copied in and out.
 */
final class ScramMemory {

  /** The capacity; a password is used for few accounts, each on one server. */
  static final int MAX_KEYS = 16;

  /** The longest salt in bytes that is remembered; servers use 16 to 64. */
  static final int MAX_SALT = 256;

  /**
   * The cache key: all that the derived keys depend on, except the password.
   *
   * @param hash the hash function
   * @param domain the account's domain, which identifies the server
   * @param user the prepared user name
   * @param salt the server's salt; must not be modified
   * @param iterations the server's iteration count
   */
  record Derivation(ScramHash hash, String domain, String user, ByteBuffer salt, int iterations) {}

  private record Known(Derivation derivation, ScramKeys keys) {}

  /** Oldest first. A linear search is faster than hashing, as there are few. */
  private final List<Known> known = new ArrayList<>();

  private final int capacity;

  private ScramMemory(int capacity) {
    this.capacity = capacity;
  }

  /** Creates an empty memory. */
  static ScramMemory create() {
    return new ScramMemory(MAX_KEYS);
  }

  /** Creates a memory that keeps nothing. */
  static ScramMemory none() {
    return new ScramMemory(0);
  }

  /** Returns a copy of the keys, which the caller must wipe, or null if there are none. */
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

  /** Stores keys with which both sides have proved themselves. Evicts the oldest if full. */
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

  /** Discards keys that a server has rejected. */
  synchronized void forget(Derivation derivation) {
    int index = indexOf(derivation);
    if (index >= 0) {
      known.remove(index).keys.wipe();
    }
  }

  /** Discards all keys. */
  synchronized void clear() {
    known.forEach(kept -> kept.keys.wipe());
    known.clear();
  }

  /** Shows the number of keys, but no key. */
  @Override
  public synchronized String toString() {
    return "ScramMemory[" + known.size() + "]";
  }
}
