package im.linnet.jid;

import java.util.regex.Pattern;

/**
 * Recognises IP addresses by the grammar of RFC 3986, section 3.2.2. The parsers of the JDK and
 * Netty accept other forms, too, and belong to networking.
 */
final class IpLiteral {

  private static final int GROUPS = 8;
  private static final int LONGEST = "0000:0000:0000:0000:0000:0000:255.255.255.255".length();

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  /** The last two groups of an IPv6 address may be an IPv4 address. */
  private static final Pattern IPV4_AT_END = Pattern.compile("(?<=:)" + IPV4.pattern() + "$");

  private static final String GROUP = "[0-9A-Fa-f]{1,4}";
  private static final String SOME = "(?:" + GROUP + "(?::" + GROUP + "){0,7})?";
  private static final Pattern IPV6 =
      Pattern.compile(SOME + "::" + SOME + "|" + GROUP + "(?::" + GROUP + "){7}");

  private IpLiteral() {}

  /** Four decimal numbers. Leading zeros are refused, as some parsers read them as octal. */
  static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  /** Without brackets and zone. */
  static boolean isIpv6(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    String groups = IPV4_AT_END.matcher(text).replaceFirst("0:0");
    return IPV6.matcher(groups).matches() && (!groups.contains("::") || written(groups) < GROUPS);
  }

  private static long written(String groups) {
    return Pattern.compile(GROUP).matcher(groups).results().count();
  }
}
