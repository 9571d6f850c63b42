package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.LOCAL;

/** Prepares localparts: UsernameCaseMapped without eight characters (RFC 7622, 3.3). */
final class Localpart {

  private static final String FORBIDDEN = "\"&'/:<>@";

  private Localpart() {}

  static String prepare(String text) {
    return isPlain(text) ? text : prepareFully(text);
  }

  /** The result of {@link #prepare} without the fast path. */
  static String prepareFully(String text) {
    String prepared = Precis.IDENTIFIER.enforce(LOCAL, text);
    // After the profile, because width mapping makes U+FF20 an at-sign.
    for (int i = 0; i < prepared.length(); i++) {
      if (FORBIDDEN.indexOf(prepared.charAt(i)) >= 0) {
        String reason = "'%c' is not allowed (RFC 7622, 3.3.1)".formatted(prepared.charAt(i));
        throw new InvalidJidException(LOCAL, reason, text);
      }
    }
    return prepared;
  }

  /** Returns whether this is ASCII that preparation would not change. Nearly all localparts are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || (c >= 'A' && c <= 'Z') || FORBIDDEN.indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= Precis.MAX_BYTES;
  }
}
