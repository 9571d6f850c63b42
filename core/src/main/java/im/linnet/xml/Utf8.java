package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * Strict UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF, no truncated
 * sequence. An instance decodes byte by byte across chunk boundaries. The static methods handle
 * sequences that are complete in a chunk.
 */
final class Utf8 {

  private int missing;
  private int codePoint;
  private int lowest;
  private int highest;

  /** Returns whether a sequence has begun and is not complete. */
  boolean pending() {
    return missing > 0;
  }

  /**
   * Consumes the byte at the input's position.
   *
   * @return the completed code point, or -1
   */
  int next(Input in) {
    int b = in.peek();
    if (missing == 0) {
      return first(b, in);
    }
    if (b < lowest || b > highest) {
      throw in.error(Condition.UNSUPPORTED_ENCODING, "0x%02X inside a UTF-8 sequence".formatted(b));
    }
    lowest = 0x80;
    highest = 0xBF;
    codePoint = codePoint << 6 | (b & 0x3F);
    missing--;
    if (missing > 0) {
      in.position++;
      return -1;
    }
    if ((codePoint & 0xFFFE) == 0xFFFE && codePoint < 0x10000) {
      throw in.unexpected(codePoint, "is no XML character");
    }
    in.position++;
    return codePoint;
  }

  private int first(int b, Input in) {
    if (b < 0x80) {
      in.position++;
      return b;
    }
    if (b < 0xC2 || b > 0xF4) {
      throw in.error(Condition.UNSUPPORTED_ENCODING, "0x%02X can't begin UTF-8".formatted(b));
    }
    missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    codePoint = b & (0x3F >> missing);
    lowest = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    highest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    in.position++;
    return -1;
  }

  /**
   * The length of the sequence that begins at an index.
   *
   * @return 2 to 4; 0 if it is cut off by the stop or invalid and has to be decoded byte by byte
   */
  static int sequenceLength(byte[] bytes, int i, int stop) {
    int b = bytes[i] & 0xFF;
    int length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    if (b < 0xC2 || b > 0xF4 || stop - i < length || !continues(bytes[i + 1])) {
      return 0;
    }
    if (length == 2) {
      return 2;
    }
    int two = b << 8 | (bytes[i + 1] & 0xFF);
    if (!continues(bytes[i + 2])) {
      return 0;
    }
    if (length == 3) {
      boolean nonCharacter = two == 0xEFBF && (bytes[i + 2] & 0xFF) >= 0xBE;
      return two < 0xE0A0 || (two >= 0xEDA0 && b == 0xED) || nonCharacter ? 0 : 3;
    }
    return two < 0xF090 || two >= 0xF490 || !continues(bytes[i + 3]) ? 0 : 4;
  }

  /** The code point of a valid sequence of that length. */
  static int codePoint(byte[] bytes, int i, int length) {
    int last = bytes[i + length - 1] & 0x3F;
    return switch (length) {
      case 2 -> (bytes[i] & 0x1F) << 6 | last;
      case 3 -> (bytes[i] & 0xF) << 12 | (bytes[i + 1] & 0x3F) << 6 | last;
      default ->
          (bytes[i] & 0x7) << 18 | (bytes[i + 1] & 0x3F) << 12 | (bytes[i + 2] & 0x3F) << 6 | last;
    };
  }

  private static boolean continues(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
