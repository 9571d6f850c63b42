package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of the names that a stream says: of elements, attributes and namespaces. They are few,
 * and mostly the same strings each time, so that comparing them is a look at one reference.
 */
final class WrittenNames {

  /**
   * A name and how it is written.
   *
   * @param bytes in UTF-8, escaped, with what always surrounds it
   */
  private record Written(String name, byte[] bytes) {}

  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int SPREAD = 0x9E3779B9;
  private static final int LONGEST = 64;
  private static final Written[] NONE = {};

  private @Nullable Written[] slots = NONE;

  /** How a name was written before; null if it was not, or is no longer known. */
  byte @Nullable [] find(String name) {
    Written written = slots.length == 0 ? null : slots[slot(name)];
    return written != null && written.name.equals(name) ? written.bytes : null;
  }

  /** Remembers how a name is written. */
  void keep(String name, byte[] bytes) {
    if (bytes.length > LONGEST) {
      return;
    }
    if (slots.length == 0) {
      slots = new Written[SLOTS];
    }
    slots[slot(name)] = new Written(name, bytes);
  }

  /** The upper bits of a product: names that end alike do not share a slot for that. */
  private static int slot(String name) {
    return name.hashCode() * SPREAD >>> (Integer.SIZE - SLOT_BITS);
  }
}
