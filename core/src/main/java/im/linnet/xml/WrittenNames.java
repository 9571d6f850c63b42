package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * The encoded names of a stream: of elements, attributes or namespaces. There are few, and mostly
 * the same string instances, so a comparison usually takes one look at a reference.
 */
final class WrittenNames {

  /** A name and its encoded form: UTF-8, escaped, with the fixed bytes around it. */
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

  /** The number of names of one hash that can be kept side by side. */
  private static final int PLACES = 4;

  private static final int SPREAD = 0x9E3779B9;
  private static final int LONGEST = 64;
  private static final Written[] NONE = {};

  private final XmlBytes out;
  private final byte[] before;
  private final byte[] after;
  private @Nullable Written[] slots = NONE;

  /**
   * Starts without names.
   *
   * @param out encodes names that are not known yet
   * @param before the bytes always written before a name
   * @param after the bytes always written after a name
   */
  WrittenNames(XmlBytes out, String before, String after) {
    this.out = out;
    this.before = XmlBytes.ascii(before);
    this.after = XmlBytes.ascii(after);
  }

  /** The encoded form of a name, with the bytes around it; must not be modified. */
  byte[] of(String name) {
    if (slots.length == 0) {
      slots = new Written[SLOTS];
    }
    int slot = slot(name);
    for (int i = slot; i < slot + PLACES; i++) {
      Written written = slots[i];
      if (written != null && written.name.equals(name)) {
        return written.bytes;
      }
    }
    return made(name, slot);
  }

  void forget() {
    slots = NONE;
  }

  private byte[] made(String name, int slot) {
    int mark = out.mark(name.length(), before.length + after.length);
    out.add(before);
    out.value(name);
    out.add(after);
    byte[] bytes = out.cut(mark);
    if (bytes.length <= LONGEST) {
      System.arraycopy(slots, slot, slots, slot + 1, PLACES - 1);
      slots[slot] = new Written(name, bytes);
    }
    return bytes;
  }

  /** Uses the upper bits of a product, so that names with the same ending get different slots. */
  private static int slot(String name) {
    return ((name.hashCode() * SPREAD) >>> (Integer.SIZE - SLOT_BITS)) & (SLOTS - PLACES);
  }
}
