package im.linnet.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * XML text in the making, in UTF-8. What is not allowed in XML was refused when an {@link Element}
 * was built, so all that is left to do is to escape what a parser would change or misread.
 */
final class XmlBytes {

  /** A buffer larger than this is dropped after use, so that idle streams stay small. */
  private static final int KEPT_BYTES = 1024;

  private static final int FIRST_BYTES = 512;

  /** The longest escape, or character in UTF-8. */
  private static final int LONGEST = 6;

  private static final byte[] NONE = {};

  private static final byte[] LT = ascii("&lt;");
  private static final byte[] GT = ascii("&gt;");
  private static final byte[] AMP = ascii("&amp;");
  private static final byte[] QUOT = ascii("&quot;");
  private static final byte[] TAB = ascii("&#x9;");
  private static final byte[] LINE_FEED = ascii("&#xa;");
  private static final byte[] CARRIAGE_RETURN = ascii("&#xd;");

  private byte[] bytes = NONE;
  private int size;

  /** How much is there; later it can be said what was written since. */
  int size() {
    return size;
  }

  /** Adds an ASCII character as it is. */
  void add(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
  }

  /** Adds ASCII characters as they are. */
  void add(byte[] ascii) {
    reserve(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
  }

  /** A copy of what was written since there was so much. */
  byte[] since(int from) {
    return Arrays.copyOfRange(bytes, from, size);
  }

  /** Adds again what was written between two sizes. */
  void again(int from, int to) {
    reserve(to - from);
    System.arraycopy(bytes, from, bytes, size, to - from);
    size += to - from;
  }

  /** Adds a name. */
  void name(String name) {
    int start = size;
    reserve(name.length());
    if (!copied(name)) {
      size = start;
      rest(name, 0, false);
    }
  }

  /** Adds character data. */
  void text(String text) {
    escaped(text, false);
  }

  /** Adds what stands between double quotation marks. */
  void value(String value) {
    escaped(value, true);
  }

  /** Writes all of it to a stream and begins again. */
  void writeTo(OutputStream out) throws IOException {
    try {
      out.write(bytes, 0, size);
      out.flush();
    } finally {
      size = 0;
      if (bytes.length > KEPT_BYTES) {
        bytes = NONE;
      }
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void escaped(String text, boolean inValue) {
    int start = size;
    int stop = start + text.length();
    reserve(text.length());
    int end = start;
    if (copied(text)) {
      end = Words.plainEnd(bytes, start, stop, '<', '&', inValue ? '"' : ']');
    }
    if (end < stop) {
      size = end;
      rest(text, end - start, inValue);
    }
  }

  /** Goes on from an index, character by character. */
  private void rest(String text, int from, boolean inValue) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      reserve(length - i + LONGEST);
      char c = text.charAt(i);
      if (c >= 0x80) {
        int codePoint = text.codePointAt(i);
        sequence(codePoint);
        i += Character.charCount(codePoint) - 1;
      } else if (inValue ? isSpecialInValue(c) : isSpecialInText(text, i)) {
        escape(c);
      } else {
        bytes[size++] = (byte) c;
      }
    }
  }

  /** What a parser would read as a blank, or as the end of the value. */
  private static boolean isSpecialInValue(char c) {
    return c < ' ' || c == '<' || c == '&' || c == '"';
  }

  /** A carriage return, which would be read as a line feed, and the end of {@code ]]>}, too. */
  private static boolean isSpecialInText(String text, int i) {
    char c = text.charAt(i);
    return c == '<' || c == '&' || c == '\r' || (c == '>' && i > 0 && text.charAt(i - 1) == ']');
  }

  /**
   * Adds a text as if it were ASCII, and tells whether it was. Copying all of it and asking only
   * once, at the end, is several times as fast as asking at each character.
   */
  private boolean copied(String text) {
    byte[] target = bytes;
    int start = size;
    int length = text.length();
    int seen = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      seen |= c;
      target[start + i] = (byte) c;
    }
    size = start + length;
    return seen < 0x80;
  }

  private void escape(char c) {
    add(
        switch (c) {
          case '<' -> LT;
          case '>' -> GT;
          case '&' -> AMP;
          case '"' -> QUOT;
          case '\t' -> TAB;
          case '\n' -> LINE_FEED;
          default -> CARRIAGE_RETURN;
        });
  }

  private void sequence(int c) {
    if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        bytes[size++] = (byte) (0xE0 | c >> 12);
      } else {
        bytes[size++] = (byte) (0xF0 | c >> 18);
        bytes[size++] = (byte) (0x80 | (c >> 12 & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      int atLeast = Math.max(FIRST_BYTES, Math.addExact(size, more));
      bytes = Arrays.copyOf(bytes, Math.max(atLeast, bytes.length + (bytes.length >> 1)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
