package im.linnet.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A name as it is written, with prefix or without, or a namespace name; immutable. */
final class Name {

  /** The longest name that two words hold. */
  static final int TWO_WORDS = 2 * Words.BYTES;

  /** No name yet. */
  static final Name NONE = new Name(new byte[0], "", "", 0);

  /** What declares the default namespace. */
  static final Name XMLNS = new Name(new byte[] {'x', 'm', 'l', 'n', 's'}, "", "xmlns", 0);

  /** What is written, in UTF-8; not to be changed. */
  final byte[] bytes;

  /** The first eight bytes, and the next; zeros where there are none. */
  final long first;

  final long second;

  /** How many bytes there are. */
  final int length;

  final int hash;

  /** The prefix, {@code ""} for none. */
  final String prefix;

  /** What follows the colon; all of it where there is none, or for a namespace name. */
  final String local;

  /** Whether this, as an attribute's name, declares a namespace. */
  final boolean declares;

  /** Whether the prefix is {@code xmlns}, which no element may have. */
  final boolean reserved;

  /** Whether an attribute's namespace is known without looking at what is declared. */
  final boolean resolved;

  /** A number that names mostly do not share; those that are common have one each. */
  final int slot;

  /** A bit for the local name; two attributes of different bits have different names. */
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

  /** Whether that is this name's bytes, all of it before the stop. */
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
   * @return the name, or null when it is none by Namespaces in XML 1.0, productions [7] to [11]
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
