package im.linnet.jid;

/** Korean syllables and their letters (Unicode Standard, section 3.12). */
final class Hangul {

  private static final int SYLLABLES = 0xAC00;
  private static final int LEADING = 0x1100;
  private static final int VOWELS = 0x1161;
  private static final int TRAILING = 0x11A7;
  private static final int LEADING_COUNT = 19;
  private static final int VOWEL_COUNT = 21;

  /** The first one stands for no trailing letter. */
  private static final int TRAILING_COUNT = 28;

  private static final int SYLLABLE_COUNT = LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT;

  private Hangul() {}

  static boolean isSyllable(int c) {
    return c >= SYLLABLES && c < SYLLABLES + SYLLABLE_COUNT;
  }

  /** {@return the two or three letters of a syllable} */
  static int[] decomposed(int syllable) {
    int index = syllable - SYLLABLES;
    int trailing = index % TRAILING_COUNT;
    int vowel = VOWELS + index / TRAILING_COUNT % VOWEL_COUNT;
    int leading = LEADING + index / TRAILING_COUNT / VOWEL_COUNT;
    return trailing == 0
        ? new int[] {leading, vowel}
        : new int[] {leading, vowel, TRAILING + trailing};
  }

  /** {@return the syllable of two letters, or of a syllable and a trailing letter; else -1} */
  static int composed(int first, int second) {
    int leading = first - LEADING;
    int vowel = second - VOWELS;
    if (leading >= 0 && leading < LEADING_COUNT && vowel >= 0 && vowel < VOWEL_COUNT) {
      return SYLLABLES + (leading * VOWEL_COUNT + vowel) * TRAILING_COUNT;
    }
    int trailing = second - TRAILING;
    boolean open = isSyllable(first) && (first - SYLLABLES) % TRAILING_COUNT == 0;
    return open && trailing > 0 && trailing < TRAILING_COUNT ? first + trailing : -1;
  }
}
