package im.linnet.jid;

import java.util.Arrays;
import java.util.List;

/** A table that maps code points to one or two others each. */
final class CharacterMap {

  private final int[] keys;
  private final int[] firsts;
  private final int[] seconds;

  /**
   * A table of entries.
   *
   * @param entries key, first and perhaps second, ascending by the key
   */
  CharacterMap(List<int[]> entries) {
    keys = entries.stream().mapToInt(entry -> entry[0]).toArray();
    firsts = entries.stream().mapToInt(entry -> entry[1]).toArray();
    seconds = entries.stream().mapToInt(entry -> entry.length < 3 ? -1 : entry[2]).toArray();
  }

  /** {@return the place of a code point in the table, or a negative number if it has none} */
  int find(int c) {
    return Arrays.binarySearch(keys, c);
  }

  /** {@return the number of places} */
  int size() {
    return keys.length;
  }

  /** {@return the code point that is mapped at a place} */
  int key(int place) {
    return keys[place];
  }

  /** {@return the first code point that it is mapped to} */
  int first(int place) {
    return firsts[place];
  }

  /** {@return the second code point that it is mapped to, or -1} */
  int second(int place) {
    return seconds[place];
  }

  /** Appends what a code point is mapped to: itself if it is not in the table. */
  void append(int c, StringBuilder out) {
    int place = find(c);
    if (place < 0) {
      out.appendCodePoint(c);
    } else {
      out.appendCodePoint(firsts[place]);
      if (seconds[place] >= 0) {
        out.appendCodePoint(seconds[place]);
      }
    }
  }
}
