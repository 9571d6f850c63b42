package im.linnet.jid;

import java.util.Arrays;
import java.util.List;

/** A table that maps code points to one or two others each. */
final class CharacterMap {

  private final int[] keys;
  private final int[] firsts;
  private final int[] seconds;

  /**
   * Creates a table.
   *
   * @param entries arrays of key, first and perhaps second, in ascending order of the keys
   */
  CharacterMap(List<int[]> entries) {
    keys = entries.stream().mapToInt(entry -> entry[0]).toArray();
    firsts = entries.stream().mapToInt(entry -> entry[1]).toArray();
    seconds = entries.stream().mapToInt(entry -> entry.length < 3 ? -1 : entry[2]).toArray();
  }

  /** {@return the index of a code point in the table, or a negative number if it is not there} */
  int find(int c) {
    return Arrays.binarySearch(keys, c);
  }

  /** {@return the number of entries} */
  int size() {
    return keys.length;
  }

  /** {@return the code point at an index} */
  int key(int place) {
    return keys[place];
  }

  /** {@return the first code point of its mapping} */
  int first(int place) {
    return firsts[place];
  }

  /** {@return the second code point of its mapping, or -1} */
  int second(int place) {
    return seconds[place];
  }

  /** Appends the mapping of a code point, or the code point itself if it has none. */
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
