package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/** The profile OpaqueString (RFC 8265, section 4.2). */
final class OpaqueString implements PrecisProfile {

  @Override
  public String map(String text) {
    return Precis.isAscii(text) ? text : NormalFormC.of(plainSpaces(text));
  }

  /** All of the spaces are in the BMP. */
  private static String plainSpaces(String text) {
    UnicodeData data = UnicodeData.get();
    StringBuilder mapped = new StringBuilder(text);
    for (int i = 0; i < mapped.length(); i++) {
      if (data.kind(mapped.charAt(i)).space()) {
        mapped.setCharAt(i, ' ');
      }
    }
    return mapped.toString();
  }

  @Override
  public @Nullable String fault(String text) {
    return StringClass.FREEFORM.fault(text);
  }
}
