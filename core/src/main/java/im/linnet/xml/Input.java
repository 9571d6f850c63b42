package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * The current chunk and the position in the stream. While a unit (a child of the root, the root's
 * start tag, the XML declaration) is open, {@link #end} never exceeds the size limit of the unit.
 * So one comparison detects both "no more bytes" and "too many bytes".
 */
final class Input {

  private static final byte[] NONE = {};
  private static final long UNBOUNDED = Long.MAX_VALUE / 2;

  /** The chunk; the bytes from {@link #position} to {@link #end} are to be read. */
  byte[] bytes = NONE;

  int position;
  int end;

  private int chunkEnd;
  private int chunkLength;
  private boolean left;

  /** The offset in the stream of index 0 of the chunk; may be negative. */
  private long base;

  private long unitEnd = UNBOUNDED;

  /** Sets the next chunk, which directly follows the last one in the stream. */
  void attach(byte[] chunk, int offset, int length) {
    base = offset() - offset;
    bytes = chunk;
    position = offset;
    chunkEnd = offset + length;
    chunkLength = length;
    left = false;
    bound();
  }

  /** Drops the reference to the chunk, read or not. */
  void detach() {
    base = offset();
    bytes = NONE;
    position = 0;
    end = 0;
    chunkEnd = 0;
    left = false;
  }

  /** The index after the last byte of the chunk. */
  int chunkEnd() {
    return chunkEnd;
  }

  /** Makes {@link #leave} return false for the rest of this chunk. */
  void leaveNothing() {
    chunkLength = 0;
  }

  /**
   * Moves back and leaves the rest of the chunk until more bytes have arrived. Returns whether that
   * is possible.
   *
   * @param from where the tag or text begins that the chunk cuts off; no error was found in it so
   *     far
   */
  boolean leave(int from) {
    left = from < end && end == chunkEnd && Tail.takes(end - from, chunkLength);
    if (left) {
      position = from;
      end = from;
    }
    return left;
  }

  /** Returns whether the rest of the chunk was left. */
  boolean left() {
    return left;
  }

  /** Opens a unit at the position, with that many bytes at most. */
  void openUnit(int limit) {
    unitEnd = offset() + limit;
    bound();
  }

  /** Allows the unit that many more bytes. */
  void extendUnit(int bytes) {
    unitEnd += bytes;
    bound();
  }

  void closeUnit() {
    unitEnd = UNBOUNDED;
    bound();
  }

  private void bound() {
    end = (int) Math.min(chunkEnd, unitEnd - base);
  }

  /** Returns whether there is a byte to read. */
  boolean ready() {
    return position < end;
  }

  /** Returns whether there is a byte, but beyond the limit of the unit. */
  boolean exhausted() {
    return position == end && end < chunkEnd;
  }

  /** The byte at the position, 0 to 255. */
  int peek() {
    return bytes[position] & 0xFF;
  }

  /** Consumes the byte at the position and returns it, 0 to 255. */
  int next() {
    return bytes[position++] & 0xFF;
  }

  /** The offset of the position in the stream. */
  long offset() {
    return base + position;
  }

  /** An error at the byte at the position. */
  StreamParseException error(Condition condition, String what) {
    return new StreamParseException(condition, what, offset());
  }

  /** An error at the byte just consumed. */
  StreamParseException errorBefore(Condition condition, String what) {
    return new StreamParseException(condition, what, offset() - 1);
  }

  /** An error: a character whose last byte is at the position is not allowed there. */
  StreamParseException unexpected(int codePoint, String where) {
    return error(Condition.NOT_WELL_FORMED, "U+%04X %s".formatted(codePoint, where));
  }

  /** An error: the byte at the position is not allowed there, whether or not it is UTF-8. */
  StreamParseException unexpectedByte(String where) {
    int b = peek();
    if (b < 0x80) {
      return unexpected(b, where);
    }
    boolean leads = b >= 0xC2 && b <= 0xF4;
    return error(
        leads ? Condition.NOT_WELL_FORMED : Condition.UNSUPPORTED_ENCODING,
        "0x%02X %s".formatted(b, where));
  }
}
