package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;
import static im.linnet.jid.InvalidJidException.Part.LOCAL;

import org.jspecify.annotations.Nullable;

/**
 * An address as a server has routed it (RFC 7622, section 3.1; RFC 6120, section 8.1.2). Parts that
 * preparation refuses are kept unchanged: with a character newer than our Unicode version, an
 * underscore in a domain, an empty resourcepart. It is split like any address.
 *
 * @param local the localpart, or null
 * @param domain the domainpart
 * @param resource the resourcepart, or null
 */
record ReceivedJid(@Nullable String local, String domain, @Nullable String resource) {

  /** Three parts and the two delimiters (RFC 7622, section 3.1). */
  static final int MAX_BYTES = 3 * Precis.MAX_BYTES + 2;

  /** Splits at the first slash, then at the first at-sign before that slash. */
  static ReceivedJid split(String text) {
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int first = text.indexOf('@');
    int at = first < end ? first : -1;
    return new ReceivedJid(
        at < 0 ? null : text.substring(0, at),
        text.substring(at + 1, end),
        slash < 0 ? null : text.substring(slash + 1));
  }

  /**
   * Splits an address that strict parsing refuses.
   *
   * @throws InvalidJidException if it is not an address, too long, or dangerous to display
   */
  static ReceivedJid unusual(String text) {
    // Bounded before any further examination.
    if (text.length() > MAX_BYTES || Precis.utf8Length(text) > MAX_BYTES) {
      throw new InvalidJidException(DOMAIN, "address too long (expected: <= 3071 bytes)", text);
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isDangerous(c)) {
        throw new InvalidJidException(DOMAIN, "U+%04X in an address".formatted(c), text);
      }
      i += Character.charCount(c);
    }
    ReceivedJid parts = split(text);
    if (parts.domain.isEmpty()) {
      throw new InvalidJidException(DOMAIN, "empty (expected: a domain)", text);
    }
    if (parts.local != null && parts.local.isEmpty()) {
      throw new InvalidJidException(LOCAL, "empty (expected: at least one byte)", text);
    }
    return parts;
  }

  /**
   * Returns whether the character could forge a line of a log, control a terminal, or change the
   * direction of the text around an address: controls, line ends, embeddings, overrides and
   * isolates (Unicode Standard Annex 9). U+FFFE and U+FFFF can't be sent in XML.
   */
  private static boolean isDangerous(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default ->
          (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2066 && c <= 0x2069)
              || c == 0xFFFE
              || c == 0xFFFF;
    };
  }
}
