package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One label of a domain name, prepared.
 *
 * <p>What IDNA2008 (RFC 5892) lets into a U-label is, but for a handful of code points, what the
 * PRECIS IdentifierClass lets into a localpart: both derive from the same Unicode properties. So
 * the localpart's profile maps the width and the case, composes, and checks code points and the
 * Bidi rule; the rules that only labels have are here. {@code java.net.IDN} is no help: it is
 * IDNA2003, which turns {@code ß} into {@code ss} and so leads to somebody else's server.
 *
 * @param text as a U-label or an NR-LDH label (RFC 5890, 2.3)
 * @param ascii as an A-label or an NR-LDH label
 */
record Label(String text, String ascii) {

  private static final int MAX_LENGTH = 63;
  private static final String PREFIX = "xn--";

  /** Takes what is not empty. */
  static Label of(String input) {
    String prepared = isAscii(input) ? input.toLowerCase(Locale.ROOT) : enforce(input);
    if (!isAscii(prepared)) {
      return ofUnicode(prepared);
    }
    return prepared.startsWith(PREFIX) ? ofALabel(prepared) : ofLdh(prepared);
  }

  private static Label ofLdh(String prepared) {
    requireLdh(prepared);
    requireLength(prepared, prepared);
    return new Label(prepared, prepared);
  }

  private static Label ofUnicode(String prepared) {
    requireLdh(prepared);
    if (isMark(prepared.codePointAt(0))) {
      throw new InvalidJidException(DOMAIN, "label starts with a combining mark", prepared);
    }
    // Before encoding, which takes quadratic time; an A-label is longer than its code points.
    requireLength(prepared, prepared.codePointCount(0, prepared.length()));
    String ascii = PREFIX + Punycode.encode(prepared);
    requireLength(prepared, ascii);
    return new Label(prepared, ascii);
  }

  /** Only what encodes a valid U-label in the one valid way; others would show a false name. */
  private static Label ofALabel(String ascii) {
    requireLength(ascii, ascii);
    @Nullable String text = Punycode.decode(ascii.substring(PREFIX.length()));
    if (text != null && !isAscii(text) && enforce(text).equals(text)) {
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

  private static void requireLength(String shown, String ascii) {
    requireLength(shown, ascii.length());
  }

  private static void requireLength(String shown, int length) {
    if (length > MAX_LENGTH) {
      throw new InvalidJidException(
          DOMAIN, "label too long (expected: 1 to 63 bytes as ASCII)", shown);
    }
  }

  /** Whether a label in {@linkplain #isLdh LDH} characters is one already. */
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

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
