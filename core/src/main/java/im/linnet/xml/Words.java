package im.linnet.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Processes eight bytes at a time. Nearly all bytes of a stream are plain, and a loop that looks up
 * each byte in a table, with an unpredictable end, would take most of the parser's time.
 *
 * <p>The first byte of a word is the lowest. To find a byte value, an exclusive or turns it into
 * zero; {@code (x - LOW) & ~x & HIGH} is non-zero if x has a zero byte, and its lowest bit is in
 * the first one. (Borrows can produce false matches in later bytes, never in earlier ones.)
 */
final class Words {

  /** A byte times this is a word filled with it. */
  static final long LOW = 0x0101010101010101L;

  static final int BYTES = Long.BYTES;

  private static final long HIGH = 0x8080808080808080L;

  /** Added to an ASCII byte, sets its highest bit unless the byte is zero. */
  private static final long SEVEN_BITS = ~HIGH;

  /** Added to an ASCII byte, sets its highest bit unless the byte is below a space. */
  private static final long NO_CONTROLS = (0x80 - ' ') * LOW;

  private static final long SEED = new SplittableRandom().nextLong();
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /** The word at an index; all of it must be in the array. */
  static long at(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  /** The first 0 to 8 bytes from an index on, followed by zeros. */
  static long at(byte[] bytes, int index, int length) {
    if (index + BYTES <= bytes.length) {
      return first(at(bytes, index), length);
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[index + i] & 0xFFL) << (i * Byte.SIZE);
    }
    return word;
  }

  /** The first 0 to 8 bytes of a word, followed by zeros. */
  static long first(long word, int length) {
    return length >= BYTES ? word : word & ((1L << (length * Byte.SIZE)) - 1);
  }

  /** The number of bytes of a word before the first byte of that value; 8 if there is none. */
  static int before(long word, int b) {
    return index(zeros(word ^ b * LOW));
  }

  /** The number of bytes of a word before the first byte of any of these values. */
  static int before(long word, int b1, int b2, int b3) {
    return index(zeros(word ^ b1 * LOW) | zeros(word ^ b2 * LOW) | zeros(word ^ b3 * LOW));
  }

  /** The end of the plain bytes of a value, as below. Quotation marks of both kinds end it. */
  static int valueEnd(byte[] bytes, int from, int stop) {
    return plainEnd(bytes, from, stop, '"', '\'', '<', '&');
  }

  /**
   * The end of the plain bytes of a text, as below. A bracket ends it, as it may begin {@code ]]>}.
   */
  static int textEnd(byte[] bytes, int from, int stop) {
    return plainEnd(bytes, from, stop, '<', '&', ']', ']');
  }

  /**
   * The index of the first byte that is one of the four, a control character or not ASCII.
   *
   * <p>A word may extend beyond the stop, but not beyond the array.
   *
   * @return that index; if there is none, the stop, or the first index at which no word fits
   */
  static int plainEnd(byte[] bytes, int from, int stop, int b1, int b2, int b3, int b4) {
    int last = Math.min(stop, bytes.length - BYTES + 1);
    long x1 = b1 * LOW;
    long x2 = b2 * LOW;
    long x3 = b3 * LOW;
    long x4 = b4 * LOW;
    int i = from;
    for (; i < last; i += BYTES) {
      long word = at(bytes, i);
      // In ASCII no sum carries into the next byte, and bytes after a non-ASCII byte do not matter.
      long plain =
          ((word ^ x1) + SEVEN_BITS)
              & ((word ^ x2) + SEVEN_BITS)
              & ((word ^ x3) + SEVEN_BITS)
              & ((word ^ x4) + SEVEN_BITS)
              & (word + NO_CONTROLS)
              & ~word;
      long special = ~plain & HIGH;
      if (special != 0) {
        return Math.min(i + index(special), stop);
      }
    }
    return Math.min(i, stop);
  }

  /** Returns whether that many bytes of two arrays are equal; all must be in the arrays. */
  static boolean same(byte[] one, int i, byte[] other, int j, int length) {
    int last = length - BYTES;
    if (last < 0) {
      return at(one, i, length) == at(other, j, length);
    }
    for (int k = 0; k < last; k += BYTES) {
      if (at(one, i + k) != at(other, j + k)) {
        return false;
      }
    }
    return at(one, i + last) == at(other, j + last);
  }

  /** The string of some ASCII bytes. */
  @SuppressWarnings("deprecation") // Correct for ASCII, and the only inlined constructor.
  static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, 0, from, to - from);
  }

  /** A hash of bytes. Outsiders can't predict it, so they can't prepare names that collide. */
  static int hash(byte[] bytes, int from, int length) {
    long hash = SEED + length;
    int i = 0;
    for (; i < length - BYTES; i += BYTES) {
      hash = mix(hash, at(bytes, from + i));
    }
    return spread(mix(hash, at(bytes, from + i, length - i)));
  }

  /** The same hash for up to 16 bytes in two words, padded with zeros. */
  static int hash(long first, long second, int length) {
    long hash = mix(SEED + length, first);
    return spread(length > BYTES ? mix(hash, second) : hash);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * PRIME;
    return mixed ^ mixed >>> 32;
  }

  /** The upper bits of a product depend on all bits, the lower ones only on few. */
  private static int spread(long hash) {
    return (int) ((hash * PRIME) >>> 32);
  }

  private static long zeros(long word) {
    return (word - LOW) & ~word;
  }

  private static int index(long marks) {
    return Long.numberOfTrailingZeros(marks & HIGH) >>> 3;
  }
}
