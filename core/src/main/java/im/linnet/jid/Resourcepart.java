package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.RESOURCE;

/** Prepares resourceparts: OpaqueString (RFC 7622, 3.4). */
final class Resourcepart {

  private Resourcepart() {}

  static String prepare(String text) {
    return isPlain(text) ? text : prepareFully(text);
  }

  /** What {@link #prepare} gives for every text, without the short cut. */
  static String prepareFully(String text) {
    return Precis.FREEFORM.enforce(RESOURCE, text);
  }

  /** Printable ASCII, which the profile leaves alone; spaces and delimiters may be anywhere. */
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
