package im.linnet.upload;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of the web are used: those of HTTPS, at public hosts or ones that the program has
 * named. An address that comes from others could otherwise make this machine call services behind
 * its firewall.
 */
final class WebAddress {

  private static final int MAX_LENGTH = 8192;

  private WebAddress() {}

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is absent, or not an address of HTTPS
   */
  static URI https(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("url: absent or too long (expected: an https address)");
    }
    try {
      return requireHttps(new URI(text.strip()));
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("url: malformed (expected: an https address)", null);
    }
  }

  /**
   * Checks an address.
   *
   * @throws IllegalArgumentException if it is not an address of HTTPS with a host and without a
   *     user
   */
  static URI requireHttps(@Nullable URI address) {
    if (address == null) {
      throw new IllegalArgumentException("url: absent (expected: an https address)");
    }
    if (!"https".equalsIgnoreCase(address.getScheme())
        || address.getHost() == null
        || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "url: of scheme %s (expected: https, with a host and without a user)"
              .formatted(address.getScheme()));
    }
    return URI.create(address.toASCIIString());
  }

  /**
   * Requires that all addresses of a host are public. Blocks while it looks them up. The connection
   * that follows goes to an address that was checked, because the virtual machine remembers them
   * for a while, unless its property networkaddress.cache.ttl is 0.
   *
   * @throws RefusedException if one is not
   * @throws TransportException if there is none
   */
  static void requirePublic(URI address, Set<String> exempt) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    if (exempt.contains(host)) {
      return;
    }
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(host);
    } catch (UnknownHostException unknown) {
      throw new TransportException(
          Reason.UNRESOLVED, "The host %s of a file is unknown".formatted(host), unknown);
    }
    for (InetAddress each : found) {
      if (!PublicAddresses.contains(each)) {
        throw new RefusedException(
            ("The host %s is not on the public Internet, so nothing is sent to it: if you trust it,"
                    + " name it by UploadSettings.allowHost")
                .formatted(host));
      }
    }
  }
}
