package im.linnet.xml;

/**
 * The beginning of a tag or text that a chunk cuts off. It is read with the beginning of the next
 * chunk behind it, so that it lies whole in one place, and no short cut is lost at the seam. Only
 * what no rule can refuse yet is left here; so nothing is refused later than it would be otherwise.
 */
final class Tail {

  private static final int LONGEST = 256;
  private static final int JOINED = 2 * LONGEST;

  /** Of shorter chunks, a long tag would be looked at too often. */
  private static final int SHORTEST_CHUNK = 32;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;

  /** Whether so many bytes can be kept of a chunk of that length. */
  static boolean takes(int count, int chunk) {
    return count <= LONGEST && chunk >= SHORTEST_CHUNK;
  }

  /** How many bytes are kept. */
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

  /** Puts the beginning of a chunk behind what was kept, which is kept no more; how much of it. */
  int join(byte[] chunk, int offset, int count) {
    int joined = Math.min(count, JOINED - length);
    System.arraycopy(chunk, offset, bytes, length, joined);
    length = 0;
    return joined;
  }

  /** Gives back what that took. */
  void trim() {
    bytes = NONE;
  }

  /** What was kept, and what was joined with it. */
  byte[] bytes() {
    return bytes;
  }
}
