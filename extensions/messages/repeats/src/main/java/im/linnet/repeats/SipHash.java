package im.linnet.repeats;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed 64-bit hash, which nobody can predict or
 * force without the key. The message is passed in 64-bit words; a message of bytes would be read in
 * little-endian order, with its length in the highest byte of the last word.
 *
 * <p>Not thread-safe.
 */
final class SipHash {

  private static final int CHUNK = 128;

  private final long key0;
  private final long key1;
  private final char[] chunk = new char[CHUNK];
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  /** A hash with a key of 128 bits. */
  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
    start();
  }

  /** Starts a message. */
  void start() {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** Adds a word. */
  void add(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  /** Adds the chars of a text, four to a word; the last word is padded with zeros. */
  void add(String text) {
    int length = text.length();
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      text.getChars(from, from + size, chunk, 0);
      for (int i = size; (i & 3) != 0; i++) {
        chunk[i] = 0;
      }
      addChunk(size);
    }
  }

  /** As {@link #add(long)} for each word, but in local variables, which is faster. */
  private void addChunk(int size) {
    long a = v0;
    long b = v1;
    long c = v2;
    long d = v3;
    for (int at = 0; at < size; at += 4) {
      long word = word(at);
      d ^= word;
      for (int i = 0; i < 2; i++) {
        a += b;
        b = Long.rotateLeft(b, 13) ^ a;
        a = Long.rotateLeft(a, 32);
        c += d;
        d = Long.rotateLeft(d, 16) ^ c;
        a += d;
        d = Long.rotateLeft(d, 21) ^ a;
        c += b;
        b = Long.rotateLeft(b, 17) ^ c;
        c = Long.rotateLeft(c, 32);
      }
      a ^= word;
    }
    v0 = a;
    v1 = b;
    v2 = c;
    v3 = d;
  }

  private long word(int at) {
    return chunk[at]
        | ((long) chunk[at + 1] << 16)
        | ((long) chunk[at + 2] << 32)
        | ((long) chunk[at + 3] << 48);
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }

  /** Ends the message with its last word; {@return the hash} */
  long end(long word) {
    add(word);
    v2 ^= 0xff;
    round();
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
