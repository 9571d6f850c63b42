package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of the names that a stream says: of elements, attributes or namespaces. They are few,
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

  /** So many names of one hash do not drive each other out. */
  private static final int PLACES = 4;

  private static final int SPREAD = 0x9E3779B9;
  private static final int LONGEST = 64;
  private static final Written[] NONE = {};

  private final XmlBytes out;
  private final byte[] before;
  private final byte[] after;
  private @Nullable Written[] slots = NONE;

  /**
   * Starts without any names.
   *
   * @param out where names are made that are not known yet
   * @param before what always stands before a name
   * @param after what always stands after it
   */
  WrittenNames(XmlBytes out, String before, String after) {
    this.out = out;
    this.before = XmlBytes.ascii(before);
    this.after = XmlBytes.ascii(after);
  }

  /** How a name is written, with what surrounds it; not to be changed. */
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

  /** The upper bits of a product: names that end alike do not share a slot for that. */
  private static int slot(String name) {
    return ((name.hashCode() * SPREAD) >>> (Integer.SIZE - SLOT_BITS)) & (SLOTS - PLACES);
  }
}
