package im.linnet.jid;

import java.util.Arrays;

/**
 * Normalization Form C (UAX 15): decomposes, sorts the combining marks, and composes. Takes linear
 * time, apart from sorting the longest run of marks.
 */
final class NormalFormC {

  /**
   * No character below this decomposes differently, combines, or composes with the one before it.
   */
  private static final int FIRST_COMBINING = 0x300;

  private final UnicodeData data = UnicodeData.get();
  private int[] points;
  private int length;

  private NormalFormC(int capacity) {
    points = new int[capacity];
  }

  /** {@return the text in this form} */
  static String of(String text) {
    return isBelowCombining(text) ? text : new NormalFormC(text.length()).normalized(text);
  }

  private static boolean isBelowCombining(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING) {
        return false;
      }
    }
    return true;
  }

  private String normalized(CharSequence text) {
    text.codePoints().forEach(this::decompose);
    sortMarks();
    compose();
    return new String(points, 0, length);
  }

  private void decompose(int c) {
    if (Hangul.isSyllable(c)) {
      for (int jamo : Hangul.decomposed(c)) {
        add(jamo);
      }
    } else if (!decomposed(c, data.canonical()) && !decomposed(c, data.decomposedOnly())) {
      add(c);
    }
  }

  private boolean decomposed(int c, CharacterMap map) {
    int place = map.find(c);
    if (place < 0) {
      return false;
    }
    decompose(map.first(place));
    if (map.second(place) >= 0) {
      decompose(map.second(place));
    }
    return true;
  }

  private void add(int c) {
    if (length == points.length) {
      points = Arrays.copyOf(points, 2 * length);
    }
    points[length++] = c;
  }

  /**
   * The Canonical Ordering Algorithm: a stable sort, by class, of the marks between two starters.
   */
  private void sortMarks() {
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && data.kind(points[end]).combiningClass() > 0) {
        end++;
      }
      if (end - start > 1) {
        sort(start, end);
      }
      start = end + 1;
    }
  }

  private void sort(int start, int end) {
    long[] marks = new long[end - start];
    for (int i = 0; i < marks.length; i++) {
      int mark = points[start + i];
      // Class, then index, so that marks of one class keep their order; then the mark.
      marks[i] = (long) data.kind(mark).combiningClass() << 54 | (long) i << 21 | mark;
    }
    Arrays.sort(marks);
    for (int i = 0; i < marks.length; i++) {
      points[start + i] = (int) marks[i] & 0x1F_FFFF;
    }
  }

  /** The Canonical Composition Algorithm, in place. */
  private void compose() {
    int starter = -1;
    int lastClass = 0;
    int kept = 0;
    for (int i = 0; i < length; i++) {
      int c = points[i];
      int combiningClass = data.kind(c).combiningClass();
      boolean adjacent = starter == kept - 1;
      boolean blocked = !adjacent && lastClass >= combiningClass;
      int composite = starter < 0 || blocked ? -1 : composite(points[starter], c);
      if (composite >= 0) {
        points[starter] = composite;
      } else {
        points[kept] = c;
        starter = combiningClass == 0 ? kept : starter;
        lastClass = combiningClass;
        kept++;
      }
    }
    length = kept;
  }

  private int composite(int first, int second) {
    int hangul = Hangul.composed(first, second);
    return hangul >= 0 ? hangul : data.compositions().of(first, second);
  }
}
