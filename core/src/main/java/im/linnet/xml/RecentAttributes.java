package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * Short attributes read earlier, the last one of each name. Most stanzas of a stream repeat the
 * attributes of earlier ones: the addressee, the type, the language, and the stanza's id in its
 * origin-id. A repeated attribute is then the same object instead of a new one.
 */
final class RecentAttributes {

  private static final int ATTRIBUTES = 32;
  private static final int LONGEST = 64;
  private static final Attribute[] NONE = {};

  private @Nullable Attribute[] last = NONE;

  /**
   * The attribute of that name, in no namespace or in that of {@code xml}, with an ASCII value.
   *
   * @param from the index of the value
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

  void forget() {
    last = NONE;
  }

  private static Attribute made(Name name, byte[] bytes, int from, int to) {
    String value = Words.ascii(bytes, from, to);
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
