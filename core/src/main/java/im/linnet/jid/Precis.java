package im.linnet.jid;

import im.linnet.jid.InvalidJidException.Part;

/** Applies a PRECIS profile (RFC 8264) and the length limit of RFC 7622 to one part. */
final class Precis {

  static final Precis IDENTIFIER = new Precis(new UsernameCaseMapped());
  static final Precis FREEFORM = new Precis(new OpaqueString());

  /** RFC 7622, 3.1: of UTF-8, after preparation. */
  static final int MAX_BYTES = 1023;

  /**
   * Preparation shortens a text most where a character of three bytes, such as U+FF21, becomes one
   * of ASCII. So longer input is refused before any work is spent on it.
   */
  private static final int MAX_INPUT = 3 * MAX_BYTES;

  /** RFC 8264, 7: after three more passes, the string has no prepared form. */
  private static final int MAX_PASSES = 4;

  private final PrecisProfile profile;

  private Precis(PrecisProfile profile) {
    this.profile = profile;
  }

  String enforce(Part part, String text) {
    requireSaneLength(part, text);
    String prepared = enforceOnce(part, text);
    for (int pass = 1; pass < MAX_PASSES; pass++) {
      String again = enforceOnce(part, prepared);
      if (again.equals(prepared)) {
        requireBytes(part, prepared, MAX_BYTES);
        return prepared;
      }
      prepared = again;
    }
    throw new InvalidJidException(part, "not stable under its PRECIS profile", text);
  }

  /** Refuses overlong input before it is examined further. */
  static void requireSaneLength(Part part, String text) {
    if (text.isEmpty()) {
      throw new InvalidJidException(part, "empty (expected: 1 to 1023 bytes)", text);
    }
    requireBytes(part, text, MAX_INPUT);
  }

  private String enforceOnce(Part part, String text) {
    String mapped = profile.map(text);
    String fault = profile.fault(mapped);
    if (fault != null) {
      throw new InvalidJidException(part, fault, text);
    }
    return mapped;
  }

  private static void requireBytes(Part part, String text, int max) {
    if (text.length() > max || utf8Length(text) > max) {
      throw tooLong(part, text);
    }
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The number of bytes of a text in UTF-8. */
  static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static InvalidJidException tooLong(Part part, String text) {
    return new InvalidJidException(part, "too long (expected: 1 to 1023 bytes of UTF-8)", text);
  }
}
