package im.linnet.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes XML text as UTF-8 for an output stream. {@link Element} already refuses forbidden
 * characters, so this class only escapes what a parser would change or misread. Long text is passed
 * on in pieces, so no array grows to its length.
 */
final class XmlBytes {

  /** A larger array is dropped after use, to keep idle streams small. */
  private static final int KEPT_BYTES = 1024;

  private static final int FIRST_BYTES = 512;

  /** From this number of bytes on, they are passed on at once. */
  private static final int PIECE = 4096;

  /** The number of characters processed together: they and some tags fit into a piece. */
  private static final int STEP = 2048;

  /** The longest escape, or UTF-8 sequence, in bytes. */
  private static final int LONGEST = 6;

  private static final byte[] NONE = {};

  private static final byte[] LT = ascii("&lt;");
  private static final byte[] GT = ascii("&gt;");
  private static final byte[] AMP = ascii("&amp;");
  private static final byte[] QUOT = ascii("&quot;");
  private static final byte[] TAB = ascii("&#x9;");
  private static final byte[] LINE_FEED = ascii("&#xa;");
  private static final byte[] CARRIAGE_RETURN = ascii("&#xd;");

  private final OutputStream target;
  private byte[] bytes = NONE;
  private int size;

  /**
   * Starts empty.
   *
   * @param target receives the bytes
   */
  XmlBytes(OutputStream target) {
    this.target = target;
  }

  /** Gives back the buffer, if it is empty. */
  void forget() {
    if (size == 0) {
      bytes = NONE;
    }
  }

  /** Adds an ASCII character unescaped. */
  void add(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
  }

  /** Adds ASCII characters unescaped. */
  void add(byte[] ascii) {
    add(ascii, 0);
  }

  /** Adds ASCII characters unescaped, from an index on. */
  void add(byte[] ascii, int from) {
    int length = ascii.length - from;
    reserve(length);
    System.arraycopy(ascii, from, bytes, size, length);
    size += length;
  }

  /** Adds text that is {@linkplain Element#isPlain() known} to need no check. */
  @SuppressWarnings("deprecation") // Correct for ASCII, and the only unchecked copy.
  void plain(String text) {
    int length = text.length();
    for (int from = 0; from < length; from += STEP) {
      int step = Math.min(length - from, STEP);
      reserve(step);
      text.getBytes(from, from + step, bytes, size);
      size += step;
    }
  }

  /** Adds character data. */
  void text(String text) {
    escaped(text, false);
  }

  /** Adds an attribute value, for double quotation marks. */
  void value(String value) {
    escaped(value, true);
  }

  /**
   * Makes room for that many characters and bytes, which can be {@linkplain #cut cut} out again.
   */
  int mark(int characters, int ascii) {
    reserve(Math.addExact(Math.multiplyExact(LONGEST, characters + 1), ascii));
    return size;
  }

  /** Removes the bytes written after a mark and returns them. */
  byte[] cut(int mark) {
    byte[] cut = Arrays.copyOfRange(bytes, mark, size);
    size = mark;
    return cut;
  }

  /**
   * Passes on all bytes.
   *
   * @throws UncheckedIOException if the output stream fails
   */
  void flush() {
    handOver();
    try {
      target.flush();
    } catch (IOException e) {
      throw failed(e);
    }
    if (bytes.length > KEPT_BYTES) {
      bytes = NONE;
    }
  }

  private void escaped(String text, boolean inValue) {
    int length = text.length();
    int from = 0;
    while (from < length) {
      int to = Math.min(length, from + STEP);
      int plain = from + plainPart(text, from, to, inValue);
      from = plain < to ? rest(text, plain, to, inValue) : to;
    }
  }

  /** Adds the part that needs no check of single characters, and returns its length. */
  private int plainPart(String text, int from, int to, boolean inValue) {
    int length = to - from;
    reserve(length);
    if (followsBracket(text, from, inValue) || !copied(text, from, to)) {
      return 0;
    }
    int start = size;
    int stop = start + length;
    size = inValue ? Words.valueEnd(bytes, start, stop) : Words.textEnd(bytes, start, stop);
    return size - start;
  }

  /** Returns whether the last bytes written may be the beginning of {@code ]]>}. */
  private static boolean followsBracket(String text, int from, boolean inValue) {
    return !inValue && from > 0 && text.charAt(from - 1) == ']';
  }

  /** Continues from an index, character by character. Returns the index after the last one. */
  private int rest(String text, int from, int to, boolean inValue) {
    int i = from;
    while (i < to) {
      reserve(to - i + LONGEST);
      char c = text.charAt(i++);
      if (c >= 0x80) {
        int codePoint = text.codePointAt(i - 1);
        sequence(codePoint);
        i += Character.charCount(codePoint) - 1;
      } else if (inValue ? isSpecialInValue(c) : isSpecialInText(text, i - 1)) {
        escape(c);
      } else {
        bytes[size++] = (byte) c;
      }
    }
    return i;
  }

  /** Characters that a parser would read as a space, or that would end the value. */
  private static boolean isSpecialInValue(char c) {
    return c < ' ' || c == '<' || c == '&' || c == '"';
  }

  /** A carriage return, which would be read as a line feed, and the {@code >} of {@code ]]>}. */
  private static boolean isSpecialInText(String text, int i) {
    char c = text.charAt(i);
    return c == '<' || c == '&' || c == '\r' || (c == '>' && i > 0 && text.charAt(i - 1) == ']');
  }

  /**
   * Copies characters to the end of the buffer as if they were ASCII, and returns whether they
   * were. Copying all and checking once at the end is several times as fast as checking each.
   */
  private boolean copied(String text, int from, int to) {
    byte[] copy = bytes;
    int offset = size - from;
    int seen = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      seen |= c;
      copy[offset + i] = (byte) c;
    }
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
      makeRoom(more);
    }
  }

  private void makeRoom(int more) {
    if (more > PIECE - size) {
      handOver();
    }
    int grown = Math.min(bytes.length + (bytes.length >> 1), PIECE);
    int length = Math.max(Math.addExact(size, more), Math.max(FIRST_BYTES, grown));
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, length);
    }
  }

  private void handOver() {
    try {
      target.write(bytes, 0, size);
    } catch (IOException e) {
      throw failed(e);
    }
    size = 0;
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("The output stream failed", e);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
