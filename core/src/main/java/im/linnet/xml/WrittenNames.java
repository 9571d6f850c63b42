package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of the names that a stream says: of elements, attributes and namespaces. They are few,
 * and mostly the same strings each time, so that comparing them is a look at one reference.
 */
final class WrittenNames {

  /** A name and how it is written: in UTF-8, escaped, with what always surrounds it. */
  private static final class Written {
    private final String name;
    private final byte[] bytes;

    private Written(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }
  }

  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int SPREAD = 0x9E3779B9;
  private static final int LONGEST = 64;
  private static final Written[] NONE = {};

  private @Nullable Written[] slots = NONE;

  /** How a name was written before; null if it was not, or is no longer known. */
  byte @Nullable [] find(String name) {
    if (slots.length == 0) {
      return null;
    }
    int slot = slot(name);
    Written written = slots[slot];
    if (written == null || !written.name.equals(name)) {
      written = slots[slot + 1];
    }
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
    // Two places for each: two names of one slot do not drive each other out.
    int slot = slot(name);
    slots[slot + 1] = slots[slot];
    slots[slot] = new Written(name, bytes);
  }

  /** The upper bits of a product: names that end alike do not share a slot for that. */
  private static int slot(String name) {
    return ((name.hashCode() * SPREAD) >>> (Integer.SIZE - SLOT_BITS)) & (SLOTS - 2);
  }
}
