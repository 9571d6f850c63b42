package im.linnet.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short attributes that were read before. Most stanzas of a stream say again what was said: to whom
 * they are, of what type, in which language and namespace, and with a stanza's id its origin-id.
 * Such an attribute is the same object then, not made anew; and from the third time on it is
 * recognised as it is written, name and value at once.
 */
final class RecentAttributes {

  /**
   * An attribute as it is written.
   *
   * @param first its first eight bytes
   * @param bytes all of it, from the name to the closing quotation mark
   * @param attribute what it says, in no namespace or in that of {@code xml}; a declaration says it
   *     with the name {@code xmlns} and the namespace as its value
   */
  record Written(long first, byte[] bytes, Name name, Attribute attribute) {}

  private static final int SLOTS = 32;
  private static final int LONGEST = 64;
  private static final Attribute[] NONE = {};
  private static final Written[] NOTHING = {};

  private @Nullable Attribute[] last = NONE;
  private @Nullable Written[] written = NOTHING;

  /** A bit for each slot whose attribute was the same as the one before. */
  private int repeated;

  /** The attribute written at an index, all of it before the stop, if it was read before. */
  @Nullable Written find(byte[] bytes, int from, int stop) {
    if (written.length == 0 || from + Words.BYTES > stop) {
      return null;
    }
    long first = Words.at(bytes, from);
    int slot = slot(first);
    Written known = written[slot];
    if (known == null || known.first != first) {
      known = written[slot ^ 1];
      if (known == null || known.first != first) {
        return null;
      }
    }
    byte[] all = known.bytes;
    return from + all.length <= stop
            && Arrays.equals(bytes, from, from + all.length, all, 0, all.length)
        ? known
        : null;
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
      last = new Attribute[SLOTS];
    }
    int slot = name.slot & (SLOTS - 1);
    Attribute before = last[slot];
    if (before == null || !isIn(before.value(), bytes, from, to) || !before.isNamed(name)) {
      before = made(name, bytes, from, to);
      last[slot] = before;
      repeated &= ~(1 << slot);
    } else if ((repeated & 1 << slot) == 0) {
      repeated |= 1 << slot;
    } else {
      keep(name, before, bytes, from - name.length - 2, to + 1);
    }
    return before;
  }

  /** Remembers how an attribute is written, with the name and one byte between that and the value. */
  void keep(Name name, Attribute attribute, byte[] bytes, int from, int to) {
    if (to - from > LONGEST || to - from < Words.BYTES) {
      return;
    }
    if (written.length == 0) {
      written = new Written[SLOTS];
    }
    long first = Words.at(bytes, from);
    int slot = slot(first);
    // Two places for each: two attributes of one slot do not drive each other out.
    written[slot ^ 1] = written[slot];
    written[slot] =
        new Written(first, Arrays.copyOfRange(bytes, from, to), name, attribute);
  }

  /** Forgets what other limits might refuse. */
  void clear() {
    written = NOTHING;
  }

  private static Attribute made(Name name, byte[] bytes, int from, int to) {
    String value = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return Attribute.parsed(
        name.prefix.isEmpty() ? "" : Element.XML_NAMESPACE, name.local, value);
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

  private static int slot(long first) {
    return Words.hash(first, 0, 1) & (SLOTS - 1);
  }
}
