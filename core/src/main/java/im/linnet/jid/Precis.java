package im.linnet.jid;

import im.linnet.jid.InvalidJidException.Part;
import rocks.xmpp.precis.PrecisProfile;

/** Applies a PRECIS profile (RFC 8264) and the length that RFC 7622 allows to one part. */
final class Precis {

  /** RFC 7622, 3.1: of UTF-8, after preparation. */
  static final int MAX_BYTES = 1023;

  /**
   * No more chars than these can be prepared into {@link #MAX_BYTES}: composition makes at most two
   * chars of one byte a byte, so anything longer is refused before any work is put into it.
   */
  private static final int MAX_CHARS = 2 * MAX_BYTES;

  /** RFC 8264, 7: three more times, then the string has no prepared form. */
  private static final int MAX_PASSES = 4;

  private Precis() {}

  static String enforce(PrecisProfile profile, Part part, String text) {
    requireSaneLength(part, text);
    String prepared = enforceOnce(profile, part, text);
    for (int pass = 1; pass < MAX_PASSES; pass++) {
      String again = enforceOnce(profile, part, prepared);
      if (again.equals(prepared)) {
        requireBytes(part, prepared);
        return prepared;
      }
      prepared = again;
    }
    throw new InvalidJidException(part, "not stable under its PRECIS profile", text);
  }

  /** Keeps endless input from being looked at any closer. */
  static void requireSaneLength(Part part, String text) {
    if (text.isEmpty()) {
      throw new InvalidJidException(part, "empty (expected: 1 to 1023 bytes)", text);
    }
    if (text.length() > MAX_CHARS) {
      throw tooLong(part, text);
    }
  }

  private static String enforceOnce(PrecisProfile profile, Part part, String text) {
    try {
      return profile.enforce(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidJidException(part, String.valueOf(e.getMessage()), text, e);
    }
  }

  private static void requireBytes(Part part, String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (bytes > MAX_BYTES) {
      throw tooLong(part, text);
    }
  }

  private static InvalidJidException tooLong(Part part, String text) {
    return new InvalidJidException(part, "too long (expected: 1 to 1023 bytes of UTF-8)", text);
  }
}
