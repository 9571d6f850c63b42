package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One prepared label of a domain name. The localpart's profile maps width and case, composes, and
 * checks the Bidi rule, as in IDNA2008 (RFC 5895, RFC 5893). Which code points a U-label may
 * contain is defined by IDNA2008 itself (RFC 5892). {@code java.net.IDN} can't be used: it
 * implements IDNA2003, which turns {@code ß} into {@code ss} and so leads to another server.
 *
 * @param text as a U-label or an NR-LDH label (RFC 5890, 2.3)
 * @param ascii as an A-label or an NR-LDH label
 */
record Label(String text, String ascii) {

  private static final int MAX_LENGTH = 63;
  private static final String PREFIX = "xn--";

  /** A character of a label is composed of at most four, of two chars each. */
  private static final int MAX_INPUT = 8 * MAX_LENGTH;

  /** Prepares a non-empty label. */
  static Label of(String input) {
    if (input.length() > MAX_INPUT) {
      throw tooLong(input);
    }
    String prepared = Precis.isAscii(input) ? input.toLowerCase(Locale.ROOT) : enforce(input);
    if (!Precis.isAscii(prepared)) {
      return ofUnicode(prepared);
    }
    return prepared.startsWith(PREFIX) ? ofALabel(prepared) : ofLdh(prepared);
  }

  private static Label ofLdh(String prepared) {
    requireLdh(prepared);
    requireLength(prepared, prepared.length());
    return new Label(prepared, prepared);
  }

  private static Label ofUnicode(String prepared) {
    requireLdh(prepared);
    requireLabel(prepared);
    // Before encoding, which takes quadratic time. An A-label is longer than its code points.
    requireLength(prepared, prepared.codePointCount(0, prepared.length()));
    String ascii = PREFIX + Punycode.encode(prepared);
    requireLength(prepared, ascii.length());
    return new Label(prepared, ascii);
  }

  /** Accepts only the one valid encoding of a valid U-label; others would display a false name. */
  private static Label ofALabel(String ascii) {
    requireLength(ascii, ascii.length());
    @Nullable String text = Punycode.decode(ascii.substring(PREFIX.length()));
    if (text != null && !Precis.isAscii(text) && enforce(text).equals(text)) {
      Label label = ofUnicode(text);
      if (label.ascii.equals(ascii)) {
        return label;
      }
    }
    throw new InvalidJidException(DOMAIN, "label starts with xn-- but is no A-label", ascii);
  }

  private static String enforce(String text) {
    return Precis.IDENTIFIER.enforce(DOMAIN, text);
  }

  private static void requireLdh(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c < 0x80 && !isLdh(c)) {
        throw new InvalidJidException(
            DOMAIN,
            "U+%04X is not allowed (expected: letters, digits, -)".formatted((int) c),
            label);
      }
    }
    if (hasBadHyphens(label, 0, label.length())) {
      throw new InvalidJidException(
          DOMAIN, "hyphen at the start, the end or in both places 3 and 4 of a label", label);
    }
  }

  private static void requireLength(String shown, int length) {
    if (length > MAX_LENGTH) {
      throw tooLong(shown);
    }
  }

  private static InvalidJidException tooLong(String shown) {
    return new InvalidJidException(
        DOMAIN, "label too long (expected: 1 to 63 bytes as ASCII)", shown);
  }

  /** Returns whether a label in {@linkplain #isLdh LDH} characters needs no preparation. */
  static boolean isPlain(String name, int start, int end) {
    return end > start && end - start <= MAX_LENGTH && !hasBadHyphens(name, start, end);
  }

  static boolean isLdh(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static boolean hasBadHyphens(String name, int start, int end) {
    return name.charAt(start) == '-'
        || name.charAt(end - 1) == '-'
        || (end - start > 3 && name.charAt(start + 2) == '-' && name.charAt(start + 3) == '-');
  }

  /** RFC 5891, sections 4.2.2 and 4.2.3.2. */
  private static void requireLabel(String label) {
    UnicodeData data = UnicodeData.get();
    if (data.kind(label.codePointAt(0)).mark()) {
      throw new InvalidJidException(DOMAIN, "label starts with a combining mark", label);
    }
    int c;
    for (int i = 0; i < label.length(); i += Character.charCount(c)) {
      c = label.codePointAt(i);
      if (!data.kind(c).label()) {
        throw new InvalidJidException(
            DOMAIN, "U+%04X is not allowed in a label (RFC 5892)".formatted(c), label);
      }
    }
  }
}
