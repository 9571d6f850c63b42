package im.linnet.jid;

/** Recognises IP addresses as RFC 3986, 3.2.2 writes them, without asking any resolver. */
final class IpLiteral {

  private static final int GROUPS = 8;
  private static final int MAX_IPV6 = "0000:0000:0000:0000:0000:0000:255.255.255.255".length();

  private IpLiteral() {}

  /** Four decimal numbers; leading zeros, which some read as octal, are refused. */
  static boolean isIpv4(String text) {
    String[] numbers = text.split("\\.", -1);
    for (String number : numbers) {
      boolean decimal = number.length() <= 3 && number.chars().allMatch(c -> c >= '0' && c <= '9');
      if (number.isEmpty() || !decimal || Integer.parseInt(number) > 255) {
        return false;
      }
      if (number.length() > 1 && number.charAt(0) == '0') {
        return false;
      }
    }
    return numbers.length == 4;
  }

  /** Without brackets and zone. */
  static boolean isIpv6(String text) {
    if (text.length() > MAX_IPV6) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** {@return how many groups of 16 bits these are, or -1 if malformed} */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] groups = text.split(":", -1);
    int last = groups.length - 1;
    boolean endsInIpv4 = mayEndInIpv4 && isIpv4(groups[last]);
    for (int i = 0; i < (endsInIpv4 ? last : groups.length); i++) {
      if (!isGroup(groups[i])) {
        return -1;
      }
    }
    return endsInIpv4 ? groups.length + 1 : groups.length;
  }

  private static boolean isGroup(String text) {
    return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(IpLiteral::isHexDigit);
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
