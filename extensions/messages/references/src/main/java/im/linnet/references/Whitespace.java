package im.linnet.references;

/** White space as XEP-0393, section 4, defines it. */
final class Whitespace {

  private static final int NEXT_LINE = 0x85;

  private Whitespace() {}

  /** Has the property White_Space, or is in category Z. All such characters are in the BMP. */
  static boolean is(int codePoint) {
    return (codePoint >= '\t' && codePoint <= '\r')
        || codePoint == NEXT_LINE
        || Character.isSpaceChar(codePoint);
  }
}
