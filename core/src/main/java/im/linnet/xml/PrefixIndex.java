package im.linnet.xml;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The index of the innermost declaration of each prefix, for a scope with many declarations. No
 * choice of prefixes makes it slow.
 */
final class PrefixIndex {

  /** Stands for no declaration. */
  static final int NONE = -1;

  private final Map<String, Integer> innermost = new HashMap<>();

  /** For each declaration the next outer one of the same prefix, or {@link #NONE}. */
  private int[] outer = new int[64];

  /** Adds a declaration, which is the innermost one. */
  void add(String prefix, int index) {
    if (index >= outer.length) {
      outer = Arrays.copyOf(outer, index * 2);
    }
    Integer before = innermost.put(prefix, index);
    outer[index] = before == null ? NONE : before;
  }

  /** Removes a declaration, which is the innermost one. */
  void remove(String prefix, int index) {
    if (outer[index] == NONE) {
      innermost.remove(prefix);
    } else {
      innermost.put(prefix, outer[index]);
    }
  }

  /** The index of the innermost declaration of a prefix, or {@link #NONE}. */
  int find(String prefix) {
    return innermost.getOrDefault(prefix, NONE);
  }
}
