package im.linnet.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A way to cut what a server sends into the pieces in which a client reads it. The outcome must not
 * depend on it. No text is cut into more than about 400 pieces.
 */
public final class Chunking {

  /** The longest piece of a random chunking. */
  private static final int LONGEST = 97;

  /** In so many pieces a text is cut at most; those of a longer text are longer. */
  private static final int MOST = 400;

  private final String name;
  private final int size;
  private final long seed;

  private Chunking(String name, int size, long seed) {
    this.name = name;
    this.size = size;
    this.seed = seed;
  }

  /** {@return each text in one piece} */
  public static Chunking whole() {
    return new Chunking("whole", Integer.MAX_VALUE, 0);
  }

  /**
   * Cuts into pieces of one size.
   *
   * @param bytes the size of a piece
   * @return the chunking
   * @throws IllegalArgumentException if it is not positive
   */
  public static Chunking of(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
    }
    return new Chunking(bytes + " bytes", bytes, 0);
  }

  /**
   * Cuts into pieces of random sizes, the same ones for the same seed.
   *
   * @param seed the seed
   * @return the chunking
   */
  public static Chunking random(long seed) {
    return new Chunking("random " + seed, 0, seed);
  }

  /** {@return chunkings that differ: whole, single bytes, random} */
  public static List<Chunking> several() {
    return List.of(whole(), of(1), random(1));
  }

  /**
   * The sizes of the pieces of a text.
   *
   * @param length the length of the text in bytes
   * @return sizes that add up to it
   */
  List<Integer> sizes(int length) {
    List<Integer> sizes = new ArrayList<>();
    Random random = new Random(seed);
    int least = length / MOST;
    for (int done = 0; done < length; ) {
      int wanted = size > 0 ? size : 1 + random.nextInt(LONGEST);
      int next = Math.min(Math.max(wanted, least), length - done);
      sizes.add(next);
      done += next;
    }
    return sizes;
  }

  /** {@return such as {@code 7 bytes}} */
  @Override
  public String toString() {
    return name;
  }
}
