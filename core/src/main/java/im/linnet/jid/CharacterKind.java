package im.linnet.jid;

/**
 * The properties shared by a range of code points, as far as addresses depend on them.
 *
 * @param derived which PRECIS strings may contain them (RFC 8264, section 8)
 * @param bidi their bidirectional class (UAX 9)
 * @param joining how they join their neighbours in cursive scripts
 * @param combiningClass the canonical combining class, 0 for a starter (UAX 15)
 * @param script the script, if a contextual rule depends on it
 * @param label whether a U-label may contain them, perhaps only in a context (RFC 5892, section 3)
 * @param mark whether they are combining marks (general category M)
 * @param space whether they are space separators (general category Zs)
 * @param cased the property Cased of the Unicode Standard, section 3.13
 * @param caseIgnorable the property Case_Ignorable of the same section
 */
record CharacterKind(
    Derived derived,
    Bidi bidi,
    Joining joining,
    int combiningClass,
    Script script,
    boolean label,
    boolean mark,
    boolean space,
    boolean cased,
    boolean caseIgnorable) {

  /** The derived property of PRECIS (RFC 8264, section 8). */
  enum Derived {
    /** Valid in both string classes. */
    PVALID,
    /** Valid only in the FreeformClass. */
    FREE_PVAL,
    /** Valid in both classes in certain contexts: a join control. */
    CONTEXTJ,
    /** Valid in both classes in certain contexts. */
    CONTEXTO,
    /** Valid nowhere. */
    DISALLOWED,
    /** Not assigned in this version of Unicode. */
    UNASSIGNED
  }

  /**
   * The bidirectional classes that the Bidi rule (RFC 5893, section 2) names, and one for the rest.
   */
  enum Bidi {
    /** Left to right. */
    L,
    /** Right to left. */
    R,
    /** Right to left, Arabic. */
    AL,
    /** Arabic number. */
    AN,
    /** European number. */
    EN,
    /** European separator. */
    ES,
    /** Common separator. */
    CS,
    /** European terminator. */
    ET,
    /** Other neutral. */
    ON,
    /** Boundary neutral. */
    BN,
    /** Non-spacing mark. */
    NSM,
    /** Any other: whitespace, separators and explicit directions. */
    OTHER
  }

  /** The joining types that the rule for the zero width non-joiner names, and one for the rest. */
  enum Joining {
    /** Joins on its left side. */
    L,
    /** Joins on its right side. */
    R,
    /** Joins on both sides. */
    D,
    /** Transparent. */
    T,
    /** Any other. */
    OTHER
  }

  /** The scripts that contextual rules name, and one for the rest. */
  enum Script {
    /** Greek. */
    GREEK,
    /** Hebrew. */
    HEBREW,
    /** Hiragana, Katakana or Han. */
    JAPANESE,
    /** Any other. */
    OTHER
  }

  /** Returns whether the Bidi rule applies to a string that contains one of them. */
  boolean rightToLeft() {
    return bidi == Bidi.R || bidi == Bidi.AL || bidi == Bidi.AN;
  }
}
