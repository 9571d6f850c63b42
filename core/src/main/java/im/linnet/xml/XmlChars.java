package im.linnet.xml;

/** The character classes of XML 1.0 (5th edition) for checking names and text. */
final class XmlChars {

  /** The namespace of namespace declarations (Namespaces in XML 1.0, section 3). */
  private static final String DECLARATIONS = "http://www.w3.org/2000/xmlns/";

  private XmlChars() {}

  /** Production [2] Char. */
  static boolean isChar(int c) {
    return c >= 0x20
        ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF)
        : c == '\t' || c == '\n' || c == '\r';
  }

  /** Production [4] NameStartChar, without the colon, which Namespaces in XML reserves. */
  static boolean isNameStart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return c >= 0xC0
        && c != 0xD7
        && c != 0xF7
        && (c <= 0x2FF
            || (c >= 0x370 && c <= 0x1FFF && c != 0x37E)
            || c == 0x200C
            || c == 0x200D
            || (c >= 0x2070 && c <= 0x218F)
            || (c >= 0x2C00 && c <= 0x2FEF)
            || (c >= 0x3001 && c <= 0xD7FF)
            || (c >= 0xF900 && c <= 0xFDCF)
            || (c >= 0xFDF0 && c <= 0xFFFD)
            || (c >= 0x10000 && c <= 0xEFFFF));
  }

  /** Production [4a] NameChar, without the colon. */
  static boolean isName(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '_'
          || c == '-'
          || c == '.';
    }
    return isNameStart(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
  }

  static String requireNCName(String name) {
    boolean first = true;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (!(first ? isNameStart(c) : isName(c))) {
        throw new IllegalArgumentException(
            "name: U+%04X at index %d is not allowed in an XML name".formatted(c, i));
      }
      first = false;
      i += Character.charCount(c);
    }
    if (first) {
      throw new IllegalArgumentException("name: empty (expected: an XML name)");
    }
    return name;
  }

  /** Also refuses the namespace that no prefix may be bound to (Namespaces in XML, section 3). */
  static String requireNamespace(String namespace) {
    if (namespace.equals(DECLARATIONS)) {
      throw new IllegalArgumentException(
          "namespace: %s (expected: any other, this one is of declarations)".formatted(namespace));
    }
    return requireChars("namespace", namespace);
  }

  /** Refuses a text that XML can't carry; the error names the purpose of the text. */
  static String requireChars(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0xD800) {
        continue;
      }
      int codePoint = text.codePointAt(i);
      if (!isChar(codePoint)) {
        throw new IllegalArgumentException(
            "%s: U+%04X at index %d is not allowed in XML 1.0".formatted(what, codePoint, i));
      }
      i += Character.charCount(codePoint) - 1;
    }
    return text;
  }

  /** Returns whether a text is ASCII without that other character and can be written unescaped. */
  static boolean isPlain(String text, char other) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '<' || c == '&' || c == other) {
        return false;
      }
    }
    return true;
  }
}
