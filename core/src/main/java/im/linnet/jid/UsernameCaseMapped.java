package im.linnet.jid;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The profile UsernameCaseMapped (RFC 8265, section 3.3). */
final class UsernameCaseMapped implements PrecisProfile {

  @Override
  public String map(String text) {
    return Precis.isAscii(text)
        ? text.toLowerCase(Locale.ROOT)
        : NormalFormC.of(LowerCase.of(ordinaryWidth(text)));
  }

  /** All fullwidth and halfwidth characters and their mappings are in the BMP. */
  private static String ordinaryWidth(String text) {
    UnicodeData data = UnicodeData.get();
    StringBuilder mapped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      data.width().append(text.charAt(i), mapped);
    }
    return mapped.toString();
  }

  @Override
  public @Nullable String fault(String text) {
    String fault = StringClass.IDENTIFIER.fault(text);
    if (fault != null || Precis.isAscii(text)) {
      return fault;
    }
    return BidiRule.isBrokenBy(text)
        ? "text from right to left breaks the Bidi rule (RFC 5893, section 2)"
        : null;
  }
}
