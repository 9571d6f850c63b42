package im.linnet.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short attributes that were read before. Most stanzas of a stream say again what was said: to whom
 * they are, of what type, in which language and namespace, and with a stanza's id its origin-id.
 * Such an attribute is the same object then, not made anew. And at the place where it stood before,
 * its name is tried before all others, and what stood there twice is recognised as it is written,
 * name and value at once.
 */
final class RecentAttributes {

  /** What stood last at a place: as the first, second or third attribute of an element. */
  static final class Place {
    private Name name = Name.NONE;
    private @Nullable Object value;
    private byte[] written = NOT_TWICE;

    /** The name and the equals sign, as far as a word goes, and which of its bits they fill. */
    private long begin = -1;

    private long beginBits = -1;

    /** The name of what stood here. */
    Name name() {
      return name;
    }

    /** Whether that name is at an index, with an equals sign after it. */
    boolean nameIsAt(byte[] bytes, int from, int stop) {
      if (from + Words.BYTES > stop || (Words.at(bytes, from) & beginBits) != begin) {
        return false;
      }
      int equals = from + name.length;
      return name.length < Words.BYTES
          || (equals < stop && bytes[equals] == '=' && name.isAt(bytes, from, stop));
    }

    /** How much of the bytes from an index on, before the stop, is what stood here twice. */
    int again(byte[] bytes, int from, int stop) {
      int length = written.length;
      return length > 0
              && from + length <= stop
              && Words.at(bytes, from) == Words.at(written, 0)
              && Arrays.equals(bytes, from, from + length, written, 0, length)
          ? length
          : 0;
    }

    /** The {@link Attribute} that stood here, or the namespace if it was a declaration. */
    @Nullable Object value() {
      return value;
    }

    /** Says what stands here now, from the name to the closing quotation mark. */
    void keep(Name nameNow, Object valueNow, byte[] bytes, int from, int to) {
      if (value != valueNow) {
        name = nameNow;
        beginBits = Words.first(-1, name.length + 1);
        begin =
            name.first | (name.length < Words.BYTES ? (long) '=' << (name.length * Byte.SIZE) : 0);
        value = valueNow;
        written = NOT_TWICE;
      } else if (to - from <= LONGEST && to - from >= Words.BYTES) {
        written = Arrays.copyOfRange(bytes, from, to);
      }
    }
  }

  private static final int PLACES = 64;
  private static final int ATTRIBUTES = 32;
  private static final int LONGEST = 64;
  private static final byte[] NOT_TWICE = {};
  private static final Place[] NOWHERE = {};
  private static final Attribute[] NONE = {};

  private @Nullable Place[] places = NOWHERE;
  private @Nullable Attribute[] last = NONE;

  /** The place of an attribute of an element, or of one that happens to share it. */
  Place place(Name element, int index) {
    if (places.length == 0) {
      places = new Place[PLACES];
    }
    int slot = (element.slot * 5 + index) & (PLACES - 1);
    Place place = places[slot];
    if (place == null) {
      place = new Place();
      places[slot] = place;
    }
    return place;
  }

  /**
   * The attribute of that name, in no namespace or in that of {@code xml}, with a value in ASCII.
   *
   * @param from where the value is
   * @param to the index of the closing quotation mark
   */
  Attribute of(Name name, byte[] bytes, int from, int to) {
    if (to - from > LONGEST) {
      return made(name, bytes, from, to);
    }
    if (last.length == 0) {
      last = new Attribute[ATTRIBUTES];
    }
    int slot = name.slot & (ATTRIBUTES - 1);
    Attribute before = last[slot];
    if (before == null || !isIn(before.value(), bytes, from, to) || !before.isNamed(name)) {
      before = made(name, bytes, from, to);
      last[slot] = before;
    }
    return before;
  }

  /** Forgets what other limits might refuse. */
  void clear() {
    places = NOWHERE;
  }

  private static Attribute made(Name name, byte[] bytes, int from, int to) {
    String value = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return Attribute.parsed(name.prefix.isEmpty() ? "" : Element.XML_NAMESPACE, name.local, value);
  }

  private static boolean isIn(String text, byte[] bytes, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i - from) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
