package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;

/**
 * The bytes at hand and the place in the stream. While a unit (a child of the root, the root's
 * start tag, the XML declaration) is open, {@link #end} never goes beyond what the unit may take;
 * so one comparison serves both "no more bytes" and "too many bytes".
 */
final class Input {

  private static final byte[] NONE = {};
  private static final long UNBOUNDED = Long.MAX_VALUE / 2;

  /** The chunk; what matters is from {@link #position} to {@link #end}. */
  byte[] bytes = NONE;

  int position;
  int end;

  private int chunkEnd;
  private int chunkLength;
  private boolean left;

  /** The offset in the stream of index 0 of the chunk; may be negative. */
  private long base;

  private long unitEnd = UNBOUNDED;

  /** Takes the next chunk, which follows directly on the last. */
  void attach(byte[] chunk, int offset, int length) {
    base = offset() - offset;
    bytes = chunk;
    position = offset;
    chunkEnd = offset + length;
    chunkLength = length;
    left = false;
    bound();
  }

  /** Lets go of the chunk, read or not. */
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

  /** Has {@link #leave} refuse all of this chunk. */
  void leaveNothing() {
    chunkLength = 0;
  }

  /**
   * Goes back, and leaves the rest of the chunk for when more bytes are here; whether that can be.
   *
   * @param from where a tag or text begins that the chunk cuts off, with nothing wrong so far
   */
  boolean leave(int from) {
    left = from < end && end == chunkEnd && Tail.takes(end - from, chunkLength);
    if (left) {
      position = from;
      end = from;
    }
    return left;
  }

  /** Whether the rest of the chunk was left. */
  boolean left() {
    return left;
  }

  /** Says that a unit begins at the position and may take so many bytes. */
  void openUnit(int limit) {
    unitEnd = offset() + limit;
    bound();
  }

  /** Says that the unit may take so many bytes more. */
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

  /** Whether there is a byte to read. */
  boolean ready() {
    return position < end;
  }

  /** Whether there is a byte, but beyond what the unit may take. */
  boolean exhausted() {
    return position == end && end < chunkEnd;
  }

  /** The byte at the position, 0 to 255. */
  int peek() {
    return bytes[position] & 0xFF;
  }

  /** The byte at the position, 0 to 255, and one step on. */
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

  /** An error at the byte just taken. */
  StreamParseException errorBefore(Condition condition, String what) {
    return new StreamParseException(condition, what, offset() - 1);
  }

  /** An error that a character, whose last byte is at the position, does not belong there. */
  StreamParseException unexpected(int codePoint, String where) {
    return error(Condition.NOT_WELL_FORMED, "U+%04X %s".formatted(codePoint, where));
  }

  /** An error that the byte at the position does not belong there, be it UTF-8 or not. */
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
