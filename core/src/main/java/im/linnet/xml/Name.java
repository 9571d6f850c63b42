package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/** A name as it is written, with prefix or without, or a namespace name; immutable. */
final class Name {

  /** No name yet. */
  static final Name NONE = new Name(new byte[0], 0, "", "");

  /** What is written, in UTF-8; not to be changed. */
  final byte[] bytes;

  final int hash;

  /** The prefix, {@code ""} for none. */
  final String prefix;

  /** What follows the colon; all of it where there is none, or for a namespace name. */
  final String local;

  Name(byte[] bytes, int hash, String prefix, String local) {
    this.bytes = bytes;
    this.hash = hash;
    this.prefix = prefix;
    this.local = local;
  }

  /**
   * Splits a qualified name whose characters are all allowed in names.
   *
   * @return the name, or null when it is none by Namespaces in XML 1.0, productions [7] to [11]
   */
  static @Nullable Name qualified(String text, byte[] bytes, int hash) {
    int colon = text.indexOf(':');
    if (!XmlChars.isNameStart(text.codePointAt(0))) {
      return null;
    }
    if (colon < 0) {
      return new Name(bytes, hash, "", text);
    }
    String local = text.substring(colon + 1);
    if (local.isEmpty() || local.indexOf(':') >= 0 || !XmlChars.isNameStart(local.codePointAt(0))) {
      return null;
    }
    return new Name(bytes, hash, text.substring(0, colon), local);
  }

  /** Whether this declares a namespace. */
  boolean isDeclaration() {
    return prefix.isEmpty() ? local.equals("xmlns") : prefix.equals("xmlns");
  }
}
