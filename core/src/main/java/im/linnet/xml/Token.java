package im.linnet.xml;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of the token being read; valid UTF-8 once complete. It is a range of the chunk as long
 * as possible, and a copy when pieces must be joined or the chunk is dropped.
 */
final class Token {

  /** A larger copy is dropped after use, to keep idle streams small. */
  private static final int KEPT_BYTES = 512;

  private static final int FIRST_BYTES = 128;

  /** A larger copy gets the size of the last such token. */
  private static final int LONG = 4096;

  private static final byte[] NONE = {};

  /** The unfinished sequence beyond ASCII, inside or outside a token. */
  final Utf8 utf8 = new Utf8();

  private byte[] source = NONE;
  private int from;
  private int to;
  private boolean ascii = true;
  private byte[] copy = NONE;

  /** The expected length of a long token, learned from earlier ones. */
  private int expected;

  private int longest;

  int length() {
    return to - from;
  }

  boolean isEmpty() {
    return to == from;
  }

  /** The array with the bytes; see {@link #from}. */
  byte[] source() {
    return source;
  }

  /** The index in {@link #source} of the first byte. */
  int from() {
    return from;
  }

  /** Notes that there are bytes beyond ASCII. */
  void notAscii() {
    ascii = false;
  }

  /** Adds a range of the chunk. */
  void append(byte[] bytes, int start, int stop) {
    if (start == stop) {
      return;
    }
    if (from == to) {
      source = bytes;
      from = start;
      to = stop;
    } else if (source == bytes && to == start) {
      to = stop;
    } else {
      own(stop - start);
      System.arraycopy(bytes, start, copy, to, stop - start);
      to += stop - start;
    }
  }

  /** Adds one ASCII character that is not from the chunk. */
  void add(int character) {
    own(1);
    copy[to++] = (byte) character;
  }

  /** Adds a character that is not from the chunk. */
  void addCodePoint(int c) {
    if (c < 0x80) {
      add(c);
      return;
    }
    ascii = false;
    if (c < 0x800) {
      add(0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        add(0xE0 | c >> 12);
      } else {
        add(0xF0 | c >> 18);
        add(0x80 | (c >> 12 & 0x3F));
      }
      add(0x80 | (c >> 6 & 0x3F));
    }
    add(0x80 | (c & 0x3F));
  }

  /** Drops any reference to the chunk. */
  void detach() {
    if (from == to) {
      source = NONE;
      from = 0;
      to = 0;
    } else {
      own(0);
    }
  }

  /** The token as a string. */
  String text() {
    if (from == to) {
      return "";
    }
    return new String(
        source, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  void clear() {
    longest = Math.max(longest, to - from);
    from = 0;
    to = 0;
    ascii = true;
  }

  /** Releases the buffer of a long token. */
  void trim() {
    if (copy.length > KEPT_BYTES) {
      if (copy.length > LONG) {
        // Decreases each time, so that one long token does not make all later ones as expensive.
        expected = Math.max(longest, expected / 2);
        longest = 0;
      }
      copy = NONE;
      source = NONE;
    }
  }

  /** Gives back the buffer, unless it is in use. */
  void forget() {
    if (from == to) {
      copy = NONE;
      source = NONE;
      from = 0;
      to = 0;
    }
  }

  private void own(int more) {
    int length = to - from;
    if (copy.length - length < more) {
      int hint = copy.length < LONG ? FIRST_BYTES : expected;
      byte[] larger = new byte[Math.max(length + more, Math.max(hint, copy.length * 2))];
      System.arraycopy(source, from, larger, 0, length);
      copy = larger;
    } else if (source != copy) {
      System.arraycopy(source, from, copy, 0, length);
    }
    source = copy;
    from = 0;
    to = length;
  }
}
