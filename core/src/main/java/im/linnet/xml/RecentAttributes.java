package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/**
 * The last short attribute of some names. Most stanzas of a stream say again what was said before:
 * to whom, of what type, in which language, and with a stanza's id its origin-id. Such an attribute
 * is the same object then, not made anew.
 */
final class RecentAttributes {

  private static final int SLOTS = 32;
  private static final int LONGEST = 64;
  private static final Attribute[] NONE = {};

  private @Nullable Attribute[] slots = NONE;

  /** The attribute of that name and value, in no namespace or in that of {@code xml}. */
  Attribute find(Name name, Token value) {
    String namespace = name.prefix.isEmpty() ? "" : Element.XML_NAMESPACE;
    if (value.length() > LONGEST) {
      return Attribute.parsed(namespace, name.local, value.text());
    }
    if (slots.length == 0) {
      slots = new Attribute[SLOTS];
    }
    int slot = name.slot & (SLOTS - 1);
    Attribute last = slots[slot];
    if (last != null
        && value.is(last.value())
        && last.name().equals(name.local)
        && last.namespace().equals(namespace)) {
      return last;
    }
    Attribute made = Attribute.parsed(namespace, name.local, value.text());
    slots[slot] = made;
    return made;
  }
}
