package im.linnet.jid;

import im.linnet.jid.CharacterKind.Bidi;
import java.util.EnumSet;
import java.util.Set;

/** The Bidi rule (RFC 5893, section 2), which makes the display order of a string unambiguous. */
final class BidiRule {

  private static final Set<Bidi> BOTH =
      EnumSet.of(Bidi.EN, Bidi.ES, Bidi.CS, Bidi.ET, Bidi.ON, Bidi.BN, Bidi.NSM);

  /** Conditions 2 and 5. */
  private static final Set<Bidi> RIGHT_TO_LEFT = with(Bidi.R, Bidi.AL, Bidi.AN);

  private static final Set<Bidi> LEFT_TO_RIGHT = with(Bidi.L);

  /** Conditions 3 and 6. */
  private static final Set<Bidi> END_RIGHT_TO_LEFT = EnumSet.of(Bidi.R, Bidi.AL, Bidi.EN, Bidi.AN);

  private static final Set<Bidi> END_LEFT_TO_RIGHT = EnumSet.of(Bidi.L, Bidi.EN);

  private BidiRule() {}

  private static Set<Bidi> with(Bidi... others) {
    EnumSet<Bidi> all = EnumSet.copyOf(BOTH);
    all.addAll(Set.of(others));
    return all;
  }

  /** Returns whether a text contains right-to-left characters and violates the rule. */
  static boolean isBrokenBy(String text) {
    UnicodeData data = UnicodeData.get();
    if (text.codePoints().noneMatch(c -> data.kind(c).rightToLeft())) {
      return false;
    }
    Bidi first = data.kind(text.codePointAt(0)).bidi();
    Set<Bidi> found = EnumSet.noneOf(Bidi.class);
    Bidi last = first;
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      Bidi bidi = data.kind(c).bidi();
      found.add(bidi);
      last = bidi == Bidi.NSM ? last : bidi;
    }
    return switch (first) {
      case L -> !LEFT_TO_RIGHT.containsAll(found) || !END_LEFT_TO_RIGHT.contains(last);
      case R, AL ->
          !RIGHT_TO_LEFT.containsAll(found)
              || !END_RIGHT_TO_LEFT.contains(last)
              || (found.contains(Bidi.EN) && found.contains(Bidi.AN));
      default -> true;
    };
  }
}
