package im.linnet.jid;

/**
 * The operation toLowercase of the Unicode Standard, section 3.13, independent of the locale. Each
 * character is read a bounded number of times, so the time is linear.
 */
final class LowerCase {

  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final int FINAL_SIGMA = 0x3C2;

  private LowerCase() {}

  /** {@return the text in lower case} */
  static String of(CharSequence text) {
    UnicodeData data = UnicodeData.get();
    StringBuilder out = new StringBuilder(text.length());
    boolean afterCased = false;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = Character.codePointAt(text, i);
      next = i + Character.charCount(c);
      if (c == CAPITAL_SIGMA && afterCased && !isBeforeCased(text, next)) {
        out.appendCodePoint(FINAL_SIGMA);
      } else {
        data.lowerCase().append(c, out);
      }
      CharacterKind kind = data.kind(c);
      afterCased = kind.caseIgnorable() ? afterCased : kind.cased();
    }
    return out.toString();
  }

  /**
   * Returns whether a cased letter follows, with only case-ignorable characters before it. A
   * capital sigma is not ignorable, so no character is skipped for two of them.
   */
  private static boolean isBeforeCased(CharSequence text, int start) {
    int c;
    for (int i = start; i < text.length(); i += Character.charCount(c)) {
      c = Character.codePointAt(text, i);
      CharacterKind kind = UnicodeData.get().kind(c);
      if (!kind.caseIgnorable()) {
        return kind.cased();
      }
    }
    return false;
  }
}
