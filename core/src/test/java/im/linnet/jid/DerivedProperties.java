package im.linnet.jid;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import im.linnet.jid.CharacterKind.Derived;

/**
 * The derived properties of RFC 8264, section 8, and RFC 5892, section 3, implemented literally.
 */
final class DerivedProperties {

  private static final UnicodeSet OLD_HANGUL_JAMO =
      set("[[:Hangul_Syllable_Type=L:][:Hangul_Syllable_Type=V:][:Hangul_Syllable_Type=T:]]");
  private static final UnicodeSet LETTER_DIGITS =
      set("[[:Ll:][:Lu:][:Lo:][:Nd:][:Lm:][:Mn:][:Mc:]]");
  private static final UnicodeSet OTHER_LETTER_DIGITS = set("[[:Lt:][:Nl:][:No:][:Me:]]");
  private static final UnicodeSet SPACES_SYMBOLS_PUNCTUATION = set("[[:Zs:][:S:][:P:]]");
  private static final UnicodeSet PRECIS_IGNORABLE =
      set("[[:Default_Ignorable_Code_Point:][:Noncharacter_Code_Point:]]");
  private static final UnicodeSet IDNA_IGNORABLE =
      set("[[:Default_Ignorable_Code_Point:][:White_Space:][:Noncharacter_Code_Point:]]");

  /** Combining marks for symbols, musical symbols, ancient Greek musical notation. */
  private static final UnicodeSet IGNORABLE_BLOCKS =
      set("[\\u20D0-\\u20FF\\U0001D100-\\U0001D1FF\\U0001D200-\\U0001D24F]");

  private static final UnicodeSet EXCEPTIONS_VALID =
      set("[\\u00DF\\u03C2\\u06FD\\u06FE\\u0F0B\\u3007]");
  private static final UnicodeSet EXCEPTIONS_CONTEXT =
      set("[\\u00B7\\u0375\\u05F3\\u05F4\\u30FB\\u0660-\\u0669\\u06F0-\\u06F9]");
  private static final UnicodeSet EXCEPTIONS_DISALLOWED =
      set("[\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B]");

  private DerivedProperties() {}

  private static UnicodeSet set(String pattern) {
    return new UnicodeSet(pattern).freeze();
  }

  /** RFC 8264, section 8. */
  static Derived precis(int c) {
    if (EXCEPTIONS_VALID.contains(c)) {
      return Derived.PVALID;
    } else if (EXCEPTIONS_CONTEXT.contains(c)) {
      return Derived.CONTEXTO;
    } else if (EXCEPTIONS_DISALLOWED.contains(c)) {
      return Derived.DISALLOWED;
    } else if (isUnassigned(c)) {
      return Derived.UNASSIGNED;
    } else if (c >= 0x21 && c <= 0x7E) {
      return Derived.PVALID;
    } else if (isJoinControl(c)) {
      return Derived.CONTEXTJ;
    } else if (OLD_HANGUL_JAMO.contains(c) || PRECIS_IGNORABLE.contains(c)) {
      return Derived.DISALLOWED;
    } else if (UCharacter.getType(c) == UCharacterCategory.CONTROL) {
      return Derived.DISALLOWED;
    } else if (!Normalizer2.getNFKCInstance().normalize(text(c)).equals(text(c))) {
      return Derived.FREE_PVAL;
    } else if (LETTER_DIGITS.contains(c)) {
      return Derived.PVALID;
    } else if (OTHER_LETTER_DIGITS.contains(c) || SPACES_SYMBOLS_PUNCTUATION.contains(c)) {
      return Derived.FREE_PVAL;
    }
    return Derived.DISALLOWED;
  }

  /** RFC 5892, section 3: whether PVALID, CONTEXTJ or CONTEXTO. */
  static boolean isLabel(int c) {
    if (EXCEPTIONS_VALID.contains(c) || EXCEPTIONS_CONTEXT.contains(c)) {
      return true;
    } else if (EXCEPTIONS_DISALLOWED.contains(c) || isUnassigned(c)) {
      return false;
    } else if (c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
      return true;
    } else if (isJoinControl(c)) {
      return true;
    }
    return isStable(c)
        && !IDNA_IGNORABLE.contains(c)
        && !IGNORABLE_BLOCKS.contains(c)
        && !OLD_HANGUL_JAMO.contains(c)
        && LETTER_DIGITS.contains(c);
  }

  static boolean isMark(int c) {
    int category = UCharacter.getType(c);
    return category == UCharacterCategory.NON_SPACING_MARK
        || category == UCharacterCategory.COMBINING_SPACING_MARK
        || category == UCharacterCategory.ENCLOSING_MARK;
  }

  /** RFC 5892, section 2.2. */
  private static boolean isStable(int c) {
    Normalizer2 nfkc = Normalizer2.getNFKCInstance();
    String folded = UCharacter.foldCase(nfkc.normalize(text(c)), true);
    return nfkc.normalize(folded).equals(text(c));
  }

  private static boolean isUnassigned(int c) {
    return UCharacter.getType(c) == UCharacterCategory.UNASSIGNED
        && !UCharacter.hasBinaryProperty(c, UProperty.NONCHARACTER_CODE_POINT);
  }

  private static boolean isJoinControl(int c) {
    return UCharacter.hasBinaryProperty(c, UProperty.JOIN_CONTROL);
  }

  private static String text(int c) {
    return Character.toString(c);
  }
}
