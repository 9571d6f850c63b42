package im.linnet.xml;

/**
 * The beginning of a tag or text that a chunk cuts off. It is read again together with the
 * beginning of the next chunk, in one array, so the fast paths still apply. It is kept only if no
 * rule can refuse it yet, so no error is reported later than it would be otherwise.
 */
final class Tail {

  private static final int LONGEST = 256;
  private static final int JOINED = 2 * LONGEST;

  /** With shorter chunks, a long tag would be scanned too often. */
  private static final int SHORTEST_CHUNK = 32;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;

  /** Returns whether that many bytes of a chunk of that length can be kept. */
  static boolean takes(int count, int chunk) {
    return count <= LONGEST && chunk >= SHORTEST_CHUNK;
  }

  /** The number of bytes kept. */
  int length() {
    return length;
  }

  /** Keeps a part of an array, which may be {@link #bytes}. */
  void keep(byte[] source, int from, int to) {
    if (bytes.length == 0) {
      bytes = new byte[JOINED];
    }
    length = to - from;
    System.arraycopy(source, from, bytes, 0, length);
  }

  /**
   * Appends the beginning of a chunk to the kept bytes, which are no longer kept. Returns the
   * number of bytes appended.
   */
  int join(byte[] chunk, int offset, int count) {
    int joined = Math.min(count, JOINED - length);
    System.arraycopy(chunk, offset, bytes, length, joined);
    length = 0;
    return joined;
  }

  /** Releases a large buffer. */
  void trim() {
    bytes = NONE;
  }

  /** The kept bytes, followed by those joined to them. */
  byte[] bytes() {
    return bytes;
  }
}
