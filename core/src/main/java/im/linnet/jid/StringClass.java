package im.linnet.jid;

import im.linnet.jid.CharacterKind.Derived;
import org.jspecify.annotations.Nullable;

/** The two string classes of PRECIS (RFC 8264, sections 4.2 and 4.3). */
enum StringClass {
  /** Letters and digits of all scripts, and all visible ASCII. */
  IDENTIFIER,
  /** Visible characters, and spaces. */
  FREEFORM;

  /** {@return the reason why the class does not allow a text, or null} */
  @Nullable String fault(String text) {
    ContextRules context = null;
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      Derived derived = derived(c);
      boolean contextual = derived == Derived.CONTEXTJ || derived == Derived.CONTEXTO;
      if (contextual && context == null) {
        context = new ContextRules(text);
      }
      if (contextual && context != null && !context.allow(i)) {
        return "U+%04X is not allowed between its neighbours at index %d".formatted(c, i);
      }
      if (!contextual && !holds(derived)) {
        return "U+%04X at index %d %s".formatted(c, i, reason(derived));
      }
    }
    return null;
  }

  private boolean holds(Derived derived) {
    return derived == Derived.PVALID || (this == FREEFORM && derived == Derived.FREE_PVAL);
  }

  private static String reason(Derived derived) {
    return switch (derived) {
      case UNASSIGNED -> "is not assigned in Unicode " + UnicodeData.get().version();
      case FREE_PVAL -> "is not allowed in identifiers (RFC 8264, section 4.2)";
      default -> "is not allowed (RFC 8264, section 9)";
    };
  }

  /** {@return the derived property of a code point; the tables are not loaded for ASCII} */
  static Derived derived(int c) {
    if (c > '~') {
      return UnicodeData.get().kind(c).derived();
    }
    return c > ' ' ? Derived.PVALID : c == ' ' ? Derived.FREE_PVAL : Derived.DISALLOWED;
  }
}
