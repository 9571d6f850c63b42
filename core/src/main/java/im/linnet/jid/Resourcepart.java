package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.RESOURCE;

/** Prepares resourceparts: OpaqueString (RFC 7622, 3.4). */
final class Resourcepart {

  private Resourcepart() {}

  static String prepare(String text) {
    return isPlain(text) ? text : prepareFully(text);
  }

  /** The result of {@link #prepare} without the fast path. */
  static String prepareFully(String text) {
    return Precis.FREEFORM.enforce(RESOURCE, text);
  }

  /**
   * Returns whether this is printable ASCII, which the profile does not change; it may contain
   * spaces and delimiters anywhere.
   */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= Precis.MAX_BYTES;
  }
}
