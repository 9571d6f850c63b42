package im.linnet.jid;

import im.linnet.jid.CharacterKind.Joining;
import im.linnet.jid.CharacterKind.Script;

/**
 * The contextual rules of RFC 5892, appendix A, which PRECIS shares (RFC 8264, sections 5.2.2 and
 * 9.6): they allow some code points only next to certain others.
 */
final class ContextRules {

  private static final int MIDDLE_DOT = 0xB7;
  private static final int KERAIA = 0x375;
  private static final int GERESH = 0x5F3;
  private static final int GERSHAYIM = 0x5F4;
  private static final int KATAKANA_MIDDLE_DOT = 0x30FB;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int VIRAMA = 9;

  private final UnicodeData data = UnicodeData.get();
  private final String text;
  private final boolean japanese;
  private final boolean mixedDigits;

  /** The rules for one text. */
  ContextRules(String text) {
    this.text = text;
    japanese = text.codePoints().anyMatch(c -> data.kind(c).script() == Script.JAPANESE);
    mixedDigits =
        text.codePoints().anyMatch(ContextRules::isArabicIndic)
            && text.codePoints().anyMatch(ContextRules::isExtendedArabicIndic);
  }

  /** Returns whether a contextual code point is allowed at its index. */
  boolean allow(int index) {
    // All of them are in the BMP.
    char c = text.charAt(index);
    int before = index == 0 ? -1 : text.codePointBefore(index);
    int after = index + 1 == text.length() ? -1 : text.codePointAt(index + 1);
    return switch (c) {
      case MIDDLE_DOT -> before == 'l' && after == 'l';
      case KERAIA -> isOf(Script.GREEK, after);
      case GERESH, GERSHAYIM -> isOf(Script.HEBREW, before);
      case KATAKANA_MIDDLE_DOT -> japanese;
      case ZERO_WIDTH_NON_JOINER -> isVirama(before) || isBetweenJoined(index);
      case ZERO_WIDTH_JOINER -> isVirama(before);
      default -> (isArabicIndic(c) || isExtendedArabicIndic(c)) && !mixedDigits;
    };
  }

  private boolean isOf(Script script, int c) {
    return c >= 0 && data.kind(c).script() == script;
  }

  private boolean isVirama(int c) {
    return c >= 0 && data.kind(c).combiningClass() == VIRAMA;
  }

  /** Appendix A.1: the letters on both sides would join, with only transparent ones in between. */
  private boolean isBetweenJoined(int index) {
    Joining before = Joining.T;
    for (int i = index; i > 0 && before == Joining.T; ) {
      int c = text.codePointBefore(i);
      before = data.kind(c).joining();
      i -= Character.charCount(c);
    }
    Joining after = Joining.T;
    for (int i = index + 1; i < text.length() && after == Joining.T; ) {
      int c = text.codePointAt(i);
      after = data.kind(c).joining();
      i += Character.charCount(c);
    }
    return (before == Joining.L || before == Joining.D)
        && (after == Joining.R || after == Joining.D);
  }

  private static boolean isArabicIndic(int c) {
    return c >= 0x660 && c <= 0x669;
  }

  private static boolean isExtendedArabicIndic(int c) {
    return c >= 0x6F0 && c <= 0x6F9;
  }
}
