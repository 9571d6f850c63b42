package im.linnet.jid;

import java.util.Arrays;

/** The pairs of characters that compose to one (UAX 15): an inverted decomposition table. */
final class Compositions {

  private final long[] pairs;
  private final int[] composites;

  /** The pairs of a table of decompositions. */
  Compositions(CharacterMap decompositions) {
    // The pair in the high bits, which determine the order, and its index in the table.
    long[] sorted = new long[decompositions.size()];
    for (int place = 0; place < sorted.length; place++) {
      sorted[place] = pair(decompositions.first(place), decompositions.second(place)) << 16 | place;
    }
    Arrays.sort(sorted);
    pairs = Arrays.stream(sorted).map(entry -> entry >>> 16).toArray();
    composites =
        Arrays.stream(sorted).mapToInt(entry -> decompositions.key((int) entry & 0xFFFF)).toArray();
  }

  private static long pair(int first, int second) {
    return (long) first << 21 | second;
  }

  /** {@return what the two compose to, or -1} */
  int of(int first, int second) {
    int place = Arrays.binarySearch(pairs, pair(first, second));
    return place < 0 ? -1 : composites[place];
  }
}
