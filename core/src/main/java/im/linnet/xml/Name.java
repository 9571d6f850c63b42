package im.linnet.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A qualified name as written, with or without prefix, or a namespace name. Immutable. */
final class Name {

  /** The longest name that fits into two words. */
  static final int TWO_WORDS = 2 * Words.BYTES;

  /** No name yet. */
  static final Name NONE = new Name(new byte[0], "", "", 0);

  /** The attribute that declares the default namespace. */
  static final Name XMLNS = new Name(new byte[] {'x', 'm', 'l', 'n', 's'}, "", "xmlns", 0);

  /** The name as written, in UTF-8; must not be modified. */
  final byte[] bytes;

  /** The first eight bytes; the other field has the next eight. Padded with zeros. */
  final long first;

  final long second;

  /** The number of bytes. */
  final int length;

  final int hash;

  /** The prefix, {@code ""} for none. */
  final String prefix;

  /** The part after the colon; the whole name if there is no colon or it is a namespace name. */
  final String local;

  /** Whether an attribute of this name declares a namespace. */
  final boolean declares;

  /** Whether the prefix is {@code xmlns}, which no element may have. */
  final boolean reserved;

  /** Whether the namespace of an attribute of this name is known without the declarations. */
  final boolean resolved;

  /** A number that few names share; each common name has its own. */
  final int slot;

  /** A bit for the local name. Attributes with different bits have different names. */
  final long mark;

  Name(byte[] bytes, String prefix, String local, int slot) {
    this.bytes = bytes;
    this.slot = slot;
    length = bytes.length;
    this.prefix = prefix;
    this.local = local;
    first = Words.at(bytes, 0, Math.min(bytes.length, Words.BYTES));
    int rest = Math.max(0, Math.min(bytes.length, TWO_WORDS) - Words.BYTES);
    second = rest == 0 ? 0 : Words.at(bytes, Words.BYTES, rest);
    hash = Words.hash(bytes, 0, bytes.length);
    mark = 1L << local.hashCode();
    reserved = prefix.equals("xmlns");
    resolved = prefix.isEmpty() || prefix.equals("xml");
    declares = prefix.isEmpty() ? local.equals("xmlns") : reserved;
  }

  /** Returns whether the bytes there are this name, complete before the stop. */
  boolean isAt(byte[] source, int from, int stop) {
    if (from + length > stop) {
      return false;
    }
    return length <= Words.BYTES
        ? Words.at(source, from, length) == first
        : Arrays.equals(source, from, from + length, bytes, 0, length);
  }

  /**
   * Splits a qualified name whose characters are all allowed in names.
   *
   * @return the name, or null if Namespaces in XML 1.0, productions [7] to [11], forbids it
   */
  static @Nullable Name qualified(String text, byte[] bytes, int slot) {
    int colon = text.indexOf(':');
    if (!XmlChars.isNameStart(text.codePointAt(0))) {
      return null;
    }
    if (colon < 0) {
      return new Name(bytes, "", text, slot);
    }
    String local = text.substring(colon + 1);
    if (local.isEmpty() || local.indexOf(':') >= 0 || !XmlChars.isNameStart(local.codePointAt(0))) {
      return null;
    }
    return new Name(bytes, text.substring(0, colon), local, slot);
  }
}
