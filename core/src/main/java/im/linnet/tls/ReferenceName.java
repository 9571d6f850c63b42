package im.linnet.tls;

import io.netty.util.NetUtil;
import java.util.Locale;

/**
 * A reference identifier that a certificate is checked against (RFC 9525, section 6.1): a host name
 * in lower-case ASCII without a trailing dot, or an IP address in normalised form.
 *
 * @param text the name or the address, an IPv6 address without brackets
 * @param address whether it is an IP address
 */
public record ReferenceName(String text, boolean address) {

  private static final int MAX_NAME = 253;

  /**
   * Parses and normalises a name.
   *
   * @param name a host name with A-labels, or an IP address, an IPv6 address also in brackets
   * @return the normalised name
   * @throws IllegalArgumentException if it is neither
   */
  public static ReferenceName of(String name) {
    byte[] address = mayBeAddress(name) ? NetUtil.createByteArrayFromIpAddressString(name) : null;
    if (address != null) {
      return new ReferenceName(NetUtil.bytesToIpAddress(address), true);
    }
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!isHostName(host)) {
      throw new IllegalArgumentException(
          "name: %s (expected: a host name, with A-labels such as xn--…, or an IP address)"
              .formatted(name));
    }
    return new ReferenceName(host.toLowerCase(Locale.ROOT), false);
  }

  /** {@return the name without its first label; empty for a single label or an address} */
  public String parent() {
    int dot = text.indexOf('.');
    return address || dot < 0 ? "" : text.substring(dot + 1);
  }

  /**
   * Whether Netty's parser should be tried, as its first use lists all network interfaces. Rejects
   * zone ids.
   */
  private static boolean mayBeAddress(String name) {
    char last = name.isEmpty() ? ' ' : name.charAt(name.length() - 1);
    return name.indexOf('%') < 0 && (name.indexOf(':') >= 0 || (last >= '0' && last <= '9'));
  }

  private static boolean isHostName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.chars().allMatch(ReferenceName::isOfHostNames)
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !name.contains("..");
  }

  private static boolean isOfHostNames(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
