package im.linnet.xml;

/** The meaning of a byte in its context. There is one table of 256 entries for each context. */
final class ByteClass {

  /** An ordinary character. */
  static final byte PLAIN = 0;

  /** {@code <}. */
  static final byte LESS = 1;

  /** {@code &}. */
  static final byte AMPERSAND = 2;

  /** Begins a line end of one or two bytes. */
  static final byte CARRIAGE_RETURN = 3;

  /** A tab or line feed that is read as a space. */
  static final byte BLANK = 4;

  /** Either quotation mark. */
  static final byte QUOTE = 5;

  /** {@code ]}, which may begin the end of a CDATA section. */
  static final byte BRACKET = 6;

  /** {@code >}, which may complete the end of a CDATA section. */
  static final byte GREATER = 7;

  /** A control character that XML forbids. */
  static final byte HIGH = 8;

  /** A control character that XML does not allow. */
  static final byte CONTROL = 9;

  /** In character data. */
  static final byte[] TEXT = text();

  /** In a CDATA section. */
  static final byte[] CDATA = cdata();

  /** In an attribute value. */
  static final byte[] VALUE = value();

  private static final byte NAME_START = 1;
  private static final byte NAME = 2;
  private static final byte SPACE = 4;
  private static final byte[] MARKUP = markup();

  private ByteClass() {}

  /** Returns whether a name may begin with that byte. Bytes beyond ASCII are checked later. */
  static boolean startsName(int b) {
    return (MARKUP[b] & NAME_START) != 0;
  }

  /** Returns whether that byte is an ASCII character, colon included, that may continue a name. */
  static boolean inName(int b) {
    return (MARKUP[b] & NAME) != 0;
  }

  /** Returns whether the byte is white space (production [3] S). */
  static boolean isSpace(int b) {
    return (MARKUP[b] & SPACE) != 0;
  }

  private static byte[] characters() {
    byte[] table = new byte[256];
    for (int b = 0; b < 256; b++) {
      table[b] = b >= 0x80 ? HIGH : XmlChars.isChar(b) ? PLAIN : CONTROL;
    }
    table['\r'] = CARRIAGE_RETURN;
    return table;
  }

  private static byte[] cdata() {
    byte[] table = characters();
    table[']'] = BRACKET;
    table['>'] = GREATER;
    return table;
  }

  private static byte[] text() {
    byte[] table = cdata();
    table['<'] = LESS;
    table['&'] = AMPERSAND;
    return table;
  }

  private static byte[] value() {
    byte[] table = characters();
    table['<'] = LESS;
    table['&'] = AMPERSAND;
    table['\t'] = BLANK;
    table['\n'] = BLANK;
    table['"'] = QUOTE;
    table['\''] = QUOTE;
    return table;
  }

  private static byte[] markup() {
    byte[] table = new byte[256];
    for (int b = 0; b < 256; b++) {
      boolean high = b >= 0x80;
      table[b] |= high || b == ':' || XmlChars.isNameStart(b) ? NAME_START : 0;
      table[b] |= b == ':' || (!high && XmlChars.isName(b)) ? NAME : 0;
      table[b] |= b == ' ' || b == '\t' || b == '\n' || b == '\r' ? SPACE : 0;
    }
    return table;
  }
}
