package im.linnet.rooms;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Replaces equal values by one instance, so that an occupant of many rooms costs little in each.
 * Forgets older values when their place is needed. Safe for use by any thread.
 *
 * @param <T> an immutable value
 */
final class Shared<T> {

  private final AtomicReferenceArray<T> recent;

  /** A power of two. */
  Shared(int places) {
    recent = new AtomicReferenceArray<>(places);
  }

  T of(T value) {
    int hash = value.hashCode();
    int place = (hash ^ (hash >>> 16)) & (recent.length() - 1);
    T known = recent.get(place);
    if (value.equals(known)) {
      return known;
    }
    recent.set(place, value);
    return value;
  }
}
