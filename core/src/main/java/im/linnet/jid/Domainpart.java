package im.linnet.jid;

import static im.linnet.jid.InvalidJidException.Part.DOMAIN;

import java.util.Locale;

/**
 * A prepared domainpart (RFC 7622, 3.2): an IP literal, or labels, each an NR-LDH label or a
 * U-label.
 *
 * <p>IPv6 literals keep their spelling except for the case of letters, as servers compare them as
 * text.
 *
 * @param text with U-labels
 * @param ascii with A-labels
 */
record Domainpart(String text, String ascii) {

  /** Of 255 bytes on the wire (RFC 1035), one is the first length and one ends the name. */
  private static final int MAX_NAME = 253;

  static Domainpart of(String input) {
    return isPlain(input) ? new Domainpart(input, input) : prepareFully(input);
  }

  /** The result of {@link #of} without the fast path. */
  static Domainpart prepareFully(String input) {
    Precis.requireSaneLength(DOMAIN, input);
    return input.charAt(0) == '[' ? ipv6(input) : name(input);
  }

  private static Domainpart ipv6(String input) {
    int end = input.length() - 1;
    if (input.charAt(end) != ']' || !IpLiteral.isIpv6(input.substring(1, end))) {
      throw new InvalidJidException(
          DOMAIN, "no IPv6 literal (expected: such as [2001:db8::1], without zone)", input);
    }
    String text = input.toLowerCase(Locale.ROOT);
    return new Domainpart(text, text);
  }

  private static Domainpart name(String input) {
    StringBuilder text = new StringBuilder();
    StringBuilder ascii = new StringBuilder();
    for (String part : withoutRootDot(withPlainDots(input)).split("\\.", -1)) {
      if (part.isEmpty()) {
        throw new InvalidJidException(DOMAIN, "empty label (expected: 1 to 63 bytes)", input);
      }
      Label label = Label.of(part);
      text.append(text.length() == 0 ? "" : ".").append(label.text());
      ascii.append(ascii.length() == 0 ? "" : ".").append(label.ascii());
      if (ascii.length() > MAX_NAME) {
        throw new InvalidJidException(DOMAIN, "name too long (expected: <= 253 bytes)", input);
      }
    }
    requireNoFalseIpv4(ascii, input);
    return new Domainpart(text.toString(), ascii.toString());
  }

  /** RFC 7622, 3.2.1 and IDNA treat the dots of East Asian keyboards as label separators. */
  private static String withPlainDots(String input) {
    return input.replace('\u3002', '.').replace('\uFF0E', '.').replace('\uFF61', '.');
  }

  private static String withoutRootDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * Resolvers accept names such as {@code 127.1} or {@code 010.0.0.1} as addresses. No public name
   * ends in a number, so a name that does must be an IPv4 literal.
   */
  private static void requireNoFalseIpv4(StringBuilder ascii, String input) {
    String last = ascii.substring(ascii.lastIndexOf(".") + 1);
    if (last.chars().allMatch(c -> c >= '0' && c <= '9') && !IpLiteral.isIpv4(ascii.toString())) {
      throw new InvalidJidException(
          DOMAIN, "ends in a number but is no IPv4 literal (expected: such as 192.0.2.1)", input);
    }
  }

  /**
   * Returns whether this is a name in lower-case ASCII that preparation would not change. Nearly
   * all names are.
   */
  private static boolean isPlain(String input) {
    int start = 0;
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (c == '.') {
        if (!Label.isPlain(input, start, i)) {
          return false;
        }
        start = i + 1;
      } else if (!Label.isLdh(c)) {
        return false;
      }
    }
    return input.length() <= MAX_NAME
        && Label.isPlain(input, start, input.length())
        && input.charAt(start) > '9';
  }
}
