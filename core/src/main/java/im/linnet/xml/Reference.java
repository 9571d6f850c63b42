package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * Reads one reference, from the byte after its ampersand to its semicolon: a character reference,
 * or one of the five entities that XML predefines (RFC 6120, section 11.1 allows no other).
 *
 * <pre>
 * IDLE --&amp;--&gt; FIRST --name--&gt; NAMED --;--&gt; IDLE
 *              FIRST --#--&gt; NUMBER --digits--&gt; DECIMAL --;--&gt; IDLE
 *                           NUMBER --x--&gt; HEX --digits, ;--&gt; IDLE
 * </pre>
 */
final class Reference {

  private static final int BEYOND_UNICODE = 0x110000;
  private static final int LONGEST_PREDEFINED = 4;

  /** The names of the predefined entities, one byte for each letter. */
  private static final int LT = 'l' << 8 | 't';

  private static final int GT = 'g' << 8 | 't';
  private static final int AMP = 'a' << 16 | 'm' << 8 | 'p';
  private static final int QUOT = 'q' << 24 | 'u' << 16 | 'o' << 8 | 't';
  private static final int APOS = 'a' << 24 | 'p' << 16 | 'o' << 8 | 's';

  private enum State {
    IDLE,
    FIRST,
    NAMED,
    NUMBER,
    DECIMAL,
    HEX
  }

  private State state = State.IDLE;
  private boolean digits;
  private int value;

  /** The first four bytes of the name. */
  private int name;

  private int nameLength;

  boolean pending() {
    return state != State.IDLE;
  }

  /** Must be called after the ampersand. */
  void begin() {
    state = State.FIRST;
    digits = false;
    value = 0;
    name = 0;
    nameLength = 0;
  }

  /**
   * Consumes the byte at the input's position.
   *
   * @return the code point of the reference if this byte completes it, else -1
   */
  int next(Input in, Utf8 utf8) {
    if (utf8.pending() || in.peek() >= 0x80) {
      beyondAscii(in, utf8);
      return -1;
    }
    int b = in.peek();
    int codePoint =
        switch (state) {
          case IDLE, FIRST -> first(b, in);
          case NAMED -> named(b, in);
          case NUMBER -> number(b, in);
          case DECIMAL -> digit(b, 10, in);
          case HEX -> digit(b, 16, in);
        };
    in.position++;
    return codePoint;
  }

  private void beyondAscii(Input in, Utf8 utf8) {
    if (state != State.FIRST && state != State.NAMED) {
      throw in.unexpectedByte("in a character reference");
    }
    utf8.next(in);
    state = State.NAMED;
    nameLength = LONGEST_PREDEFINED + 1;
  }

  private int first(int b, Input in) {
    if (b == '#') {
      state = State.NUMBER;
    } else if (XmlChars.isNameStart(b)) {
      state = State.NAMED;
      name = b;
      nameLength = 1;
    } else {
      throw in.unexpectedByte("after an ampersand");
    }
    return -1;
  }

  private int named(int b, Input in) {
    if (b == ';') {
      state = State.IDLE;
      return predefined(in);
    }
    if (!ByteClass.inName(b)) {
      throw in.unexpectedByte("in an entity reference");
    }
    name = name << 8 | b;
    nameLength = Math.min(nameLength + 1, LONGEST_PREDEFINED + 1);
    return -1;
  }

  private int predefined(Input in) {
    int codePoint =
        switch (nameLength > LONGEST_PREDEFINED ? 0 : name) {
          case LT -> '<';
          case GT -> '>';
          case AMP -> '&';
          case QUOT -> '"';
          case APOS -> '\'';
          default -> 0;
        };
    if (codePoint == 0) {
      throw in.error(Condition.RESTRICTED_XML, "an entity that is not predefined");
    }
    return codePoint;
  }

  private int number(int b, Input in) {
    if (b == 'x') {
      state = State.HEX;
      return -1;
    }
    state = State.DECIMAL;
    return digit(b, 10, in);
  }

  private int digit(int b, int radix, Input in) {
    if (b == ';' && digits) {
      state = State.IDLE;
      if (!XmlChars.isChar(value)) {
        throw in.error(Condition.NOT_WELL_FORMED, "a reference to no XML character");
      }
      return value;
    }
    int digit = Character.digit(b, radix);
    if (digit < 0) {
      throw in.unexpectedByte("in a character reference");
    }
    digits = true;
    value = Math.min(value * radix + digit, BEYOND_UNICODE);
    return -1;
  }
}
