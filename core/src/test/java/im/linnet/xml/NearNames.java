package im.linnet.xml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Names as long as the words that are compared at once, and names that differ slightly from them.
 */
final class NearNames {

  /** Around multiples of a word; and the longest length that is remembered. */
  static final int[] LENGTHS = {1, 2, 7, 8, 9, 10, 15, 16, 17, 18, 24, 25, 31, 32, 33, 48, 64, 65};

  private NearNames() {}

  /** A name of that many letters. */
  static String letters(int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> Character.toString('a' + i % 26))
        .reduce("", String::concat);
  }

  /**
   * Names of that many bytes: without a prefix, with prefixes of the relevant lengths, not ASCII.
   */
  static List<String> of(int length) {
    String plain = letters(length);
    Set<String> names = new LinkedHashSet<>(List.of(plain));
    for (int colon : new int[] {1, 7, 8, 15, length - 2}) {
      if (colon > 0 && colon < length - 1) {
        names.add(plain.substring(0, colon) + ":" + plain.substring(colon + 1));
      }
    }
    if (length > 2) {
      names.add(letters(length - 2) + "é");
    }
    return List.copyOf(names);
  }

  /** Names that differ slightly from a name. */
  static List<String> near(String name) {
    Set<String> near = new LinkedHashSet<>();
    int length = name.length();
    near.add(name);
    near.add(name + "x");
    near.add(name + "é");
    near.add(name.substring(0, length - 1));
    for (int i : new int[] {0, 7, 8, 15, 16, length - 1}) {
      if (i < length && name.charAt(i) != ':') {
        near.add(name.substring(0, i) + "Z" + name.substring(i + 1));
      }
    }
    near.removeIf(other -> !isName(other));
    return List.copyOf(near);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && !name.endsWith(":") && !name.contains(":é");
  }
}
