package im.linnet.jid;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import rocks.xmpp.precis.InvalidCodePointException;

/**
 * The contextual rules of RFC 5892, appendix A: code points that are allowed beside certain others
 * only. PRECIS has them too (RFC 8264, 5.2.2 and 9.6), but the library refuses these code points
 * everywhere or allows them everywhere.
 *
 * <p>Of the rule for the zero width non-joiner only the first half is here, after a virama: the
 * other asks for joining types, which the JDK does not know.
 */
final class ContextRules {

  private static final int MIDDLE_DOT = 0xB7;
  private static final int KERAIA = 0x375;
  private static final int GERESH = 0x5F3;
  private static final int GERSHAYIM = 0x5F4;
  private static final int KATAKANA_MIDDLE_DOT = 0x30FB;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private ContextRules() {}

  /**
   * {@return the text with a letter in place of each code point that its context allows, so that a
   * check that knows no context lets it pass}
   *
   * @throws InvalidCodePointException if a code point stands where it is not allowed
   */
  static String masked(String text) {
    if (text.codePoints().noneMatch(ContextRules::isContextual)) {
      return text;
    }
    boolean japanese = text.codePoints().anyMatch(ContextRules::isJapanese);
    boolean mixedDigits =
        text.codePoints().anyMatch(ContextRules::isArabicIndic)
            && text.codePoints().anyMatch(ContextRules::isExtendedArabicIndic);
    StringBuilder masked = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i); // all of them are in the BMP
      if (isContextual(c)) {
        requireAllowed(c, i, isAllowed(text, i, japanese, mixedDigits));
        masked.setCharAt(i, 'a');
      }
    }
    return masked.toString();
  }

  private static void requireAllowed(int c, int index, boolean allowed) {
    if (!allowed) {
      throw new InvalidCodePointException(
          "U+%04X is not allowed between its neighbours at index %d".formatted(c, index));
    }
  }

  private static boolean isContextual(int c) {
    return switch (c) {
      case MIDDLE_DOT,
          KERAIA,
          GERESH,
          GERSHAYIM,
          KATAKANA_MIDDLE_DOT,
          ZERO_WIDTH_NON_JOINER,
          ZERO_WIDTH_JOINER ->
          true;
      default -> isArabicIndic(c) || isExtendedArabicIndic(c);
    };
  }

  private static boolean isAllowed(String text, int i, boolean japanese, boolean mixedDigits) {
    int before = i == 0 ? -1 : text.codePointBefore(i);
    int after = i + 1 == text.length() ? -1 : text.codePointAt(i + 1);
    return switch (text.charAt(i)) {
      case MIDDLE_DOT -> before == 'l' && after == 'l';
      case KERAIA -> isOf(UnicodeScript.GREEK, after);
      case GERESH, GERSHAYIM -> isOf(UnicodeScript.HEBREW, before);
      case KATAKANA_MIDDLE_DOT -> japanese;
      case ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER -> isVirama(before);
      default -> !mixedDigits;
    };
  }

  private static boolean isOf(UnicodeScript script, int c) {
    return c >= 0 && UnicodeScript.of(c) == script;
  }

  private static boolean isJapanese(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || script == UnicodeScript.HAN;
  }

  private static boolean isArabicIndic(int c) {
    return c >= 0x660 && c <= 0x669;
  }

  private static boolean isExtendedArabicIndic(int c) {
    return c >= 0x6F0 && c <= 0x6F9;
  }

  /**
   * Whether the canonical combining class is 9. The JDK does not tell classes but sorts by them:
   * class 9 is what goes after the kana voicing mark (8) and before the Hebrew sheva (10).
   */
  static boolean isVirama(int c) {
    if (c < 0) {
      return false;
    }
    String mark = Character.toString(c);
    return sorted(mark + "\u3099").equals("\u3099" + mark)
        && sorted("\u05B0" + mark).equals(mark + "\u05B0")
        && c != 0x3099
        && c != 0x5B0;
  }

  private static String sorted(String marks) {
    return Normalizer.normalize(marks, Normalizer.Form.NFD);
  }
}
